-- +goose Up
-- By which paper a status was shown, and why it ended. What was entered by mistake stays, marked as such.
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'person_statuses' AND column_name = 'end_reason') > 0, 'DO 0', 'ALTER TABLE person_statuses ADD COLUMN proof VARCHAR(32) NOT NULL DEFAULT '''', ADD COLUMN end_reason VARCHAR(16) NOT NULL DEFAULT '''', ADD CONSTRAINT person_statuses_end_known CHECK (end_reason IN ('''', ''term'', ''discharge'', ''moved'', ''death'', ''error''))');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_statuses FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_statuses;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_statuses;
-- +goose StatementEnd

-- How it was proved who somebody is. A ticket of the counter is good once.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS person_proofs (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    person_id    CHAR(36) NOT NULL,
    how          VARCHAR(16) NOT NULL,
    papers       VARCHAR(200) NOT NULL,
    staff_id     VARCHAR(64) NOT NULL,
    ticket_index VARCHAR(64),
    at           DATETIME(6) NOT NULL,
    CONSTRAINT person_proofs_how_known CHECK (how IN ('card', 'counter', 'application', 'register')),
    CONSTRAINT person_proofs_ticket UNIQUE (ticket_index),
    CONSTRAINT person_proofs_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    KEY person_proofs_person_idx (person_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- How somebody likes to be spoken to. It goes with his WeChat account.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS account_preferences (
    account_id  CHAR(36) NOT NULL PRIMARY KEY,
    large_text  BOOLEAN NOT NULL,
    voice       BOOLEAN NOT NULL,
    plain_words BOOLEAN NOT NULL,
    dialect     VARCHAR(16) NOT NULL,
    updated_at  DATETIME(6) NOT NULL,
    CONSTRAINT account_preferences_account_fk FOREIGN KEY (account_id) REFERENCES wechat_accounts (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS account_preferences;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS person_proofs;
-- +goose StatementEnd
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'person_statuses' AND column_name = 'end_reason') = 0, 'DO 0', 'ALTER TABLE person_statuses DROP CONSTRAINT person_statuses_end_known, DROP COLUMN end_reason, DROP COLUMN proof');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_statuses FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_statuses;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_statuses;
-- +goose StatementEnd
