-- +goose Up
-- A person who was merged into another stays as an empty row, so that old keys lead to the one that is left.
ALTER TABLE people ADD COLUMN merged_into uuid REFERENCES people (id);
CREATE INDEX people_merged_idx ON people (merged_into) WHERE merged_into IS NOT NULL; -- of nobody else: hardly any row
CREATE INDEX people_name_born_idx ON people (name_index, born_on);
DROP INDEX people_name_idx; -- the one above begins with it

-- Pairs that could be one person. A clerk decides; merging takes a second person.
CREATE TABLE person_reviews (
    id          uuid NOT NULL PRIMARY KEY,
    a_id        uuid NOT NULL,
    b_id        uuid NOT NULL,
    certainty   TEXT COLLATE "C" NOT NULL,
    reasons     TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL,
    approval_id uuid,
    created_at  timestamptz NOT NULL,
    decided_at  timestamptz,
    CONSTRAINT person_reviews_once UNIQUE (a_id, b_id),
    CONSTRAINT person_reviews_two CHECK (a_id <> b_id),
    CONSTRAINT person_reviews_certainty_known CHECK (certainty IN ('sure', 'likely')),
    CONSTRAINT person_reviews_state_known CHECK (state IN ('open', 'different', 'asked', 'merged')),
    CONSTRAINT person_reviews_a_fk FOREIGN KEY (a_id) REFERENCES people (id),
    CONSTRAINT person_reviews_b_fk FOREIGN KEY (b_id) REFERENCES people (id)
);
CREATE INDEX person_reviews_b_idx ON person_reviews (b_id);
CREATE INDEX person_reviews_state_idx ON person_reviews (state, id);

-- +goose Down
DROP TABLE person_reviews;
CREATE INDEX people_name_idx ON people (name_index);
DROP INDEX people_name_born_idx;
ALTER TABLE people DROP COLUMN merged_into;
