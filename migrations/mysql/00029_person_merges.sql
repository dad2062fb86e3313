-- +goose Up
-- A person who was merged into another stays as an empty row, so that old keys lead to the one that is left. MySQL knows no IF NOT EXISTS for columns and
-- indexes, so each change is prepared only where it is missing.
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'people' AND column_name = 'merged_into') > 0, 'DO 0', 'ALTER TABLE people ADD COLUMN merged_into CHAR(36), ADD KEY people_merged_idx (merged_into), ADD CONSTRAINT people_merged_fk FOREIGN KEY (merged_into) REFERENCES people (id)');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_people FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_people;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_people;
-- +goose StatementEnd

-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'people' AND index_name = 'people_name_born_idx') > 0, 'DO 0', 'CREATE INDEX people_name_born_idx ON people (name_index, born_on)');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_people FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_people;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_people;
-- +goose StatementEnd

-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'people' AND index_name = 'people_name_idx') = 0, 'DO 0', 'DROP INDEX people_name_idx ON people');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_people FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_people;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_people;
-- +goose StatementEnd

-- Pairs that could be one person. A clerk decides; merging takes a second person.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS person_reviews (
    id          CHAR(36) NOT NULL PRIMARY KEY,
    a_id        CHAR(36) NOT NULL,
    b_id        CHAR(36) NOT NULL,
    certainty   VARCHAR(16) NOT NULL,
    reasons     VARCHAR(120) NOT NULL,
    state       VARCHAR(16) NOT NULL,
    approval_id CHAR(36),
    created_at  DATETIME(6) NOT NULL,
    decided_at  DATETIME(6),
    CONSTRAINT person_reviews_once UNIQUE (a_id, b_id),
    CONSTRAINT person_reviews_certainty_known CHECK (certainty IN ('sure', 'likely')),
    CONSTRAINT person_reviews_state_known CHECK (state IN ('open', 'different', 'asked', 'merged')),
    CONSTRAINT person_reviews_two CHECK (a_id <> b_id),
    CONSTRAINT person_reviews_a_fk FOREIGN KEY (a_id) REFERENCES people (id),
    CONSTRAINT person_reviews_b_fk FOREIGN KEY (b_id) REFERENCES people (id),
    KEY person_reviews_b_idx (b_id),
    KEY person_reviews_state_idx (state, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS person_reviews;
-- +goose StatementEnd
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'people' AND index_name = 'people_name_idx') > 0, 'DO 0', 'CREATE INDEX people_name_idx ON people (name_index)');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_people FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_people;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_people;
-- +goose StatementEnd
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'people' AND index_name = 'people_name_born_idx') = 0, 'DO 0', 'DROP INDEX people_name_born_idx ON people');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_people FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_people;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_people;
-- +goose StatementEnd

-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'people' AND column_name = 'merged_into') = 0, 'DO 0', 'ALTER TABLE people DROP FOREIGN KEY people_merged_fk, DROP KEY people_merged_idx, DROP COLUMN merged_into');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_people FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_people;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_people;
-- +goose StatementEnd
