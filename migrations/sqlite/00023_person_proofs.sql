-- +goose Up
-- By which paper a status was shown, and why it ended. What was entered by mistake stays, marked as such.
ALTER TABLE person_statuses ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE person_statuses ADD COLUMN end_reason TEXT NOT NULL DEFAULT '' CHECK (end_reason IN ('', 'term', 'discharge', 'moved', 'death', 'error'));

-- How it was proved who somebody is. A ticket of the counter is good once.
CREATE TABLE person_proofs (
    id           TEXT NOT NULL PRIMARY KEY,
    person_id    TEXT NOT NULL,
    how          TEXT NOT NULL,
    papers       TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    ticket_index TEXT,
    at           DATETIME NOT NULL,
    CONSTRAINT person_proofs_how_known CHECK (how IN ('card', 'counter', 'application', 'register')),
    CONSTRAINT person_proofs_ticket UNIQUE (ticket_index),
    CONSTRAINT person_proofs_person_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX person_proofs_person_idx ON person_proofs (person_id, id);

-- How somebody likes to be spoken to. It goes with his WeChat account.
CREATE TABLE account_preferences (
    account_id  TEXT NOT NULL PRIMARY KEY,
    large_text  BOOLEAN NOT NULL,
    voice       BOOLEAN NOT NULL,
    plain_words BOOLEAN NOT NULL,
    dialect     TEXT NOT NULL,
    updated_at  DATETIME NOT NULL,
    CONSTRAINT account_preferences_account_fk FOREIGN KEY (account_id) REFERENCES wechat_accounts (id) ON DELETE CASCADE
);

-- +goose Down
DROP TABLE account_preferences;
DROP TABLE person_proofs;
ALTER TABLE person_statuses DROP COLUMN end_reason;
ALTER TABLE person_statuses DROP COLUMN proof;
