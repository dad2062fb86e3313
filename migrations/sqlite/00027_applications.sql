-- +goose Up
-- Applications for a status. What the applicant wrote is sealed; wanted and granted are lists of statuses as JSON, never that somebody serves.
CREATE TABLE applications (
    id           TEXT NOT NULL PRIMARY KEY,
    number       TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    account_id   TEXT,
    name         BLOB NOT NULL,
    wanted       TEXT NOT NULL,
    words        BLOB NOT NULL,
    station_path TEXT NOT NULL,
    state        TEXT NOT NULL,
    created_at   DATETIME NOT NULL,
    updated_at   DATETIME NOT NULL,
    submitted_at DATETIME,
    decide_by    TEXT NOT NULL,
    decided_by   TEXT,
    decided_at   DATETIME,
    reason       TEXT NOT NULL,
    granted      TEXT NOT NULL,
    papers       TEXT NOT NULL,
    CONSTRAINT applications_number_taken UNIQUE (number),
    CONSTRAINT applications_state_known CHECK (state IN ('draft', 'submitted', 'more_needed', 'approved', 'refused', 'withdrawn')),
    CONSTRAINT applications_decided CHECK ((state IN ('approved', 'refused')) = (decided_at IS NOT NULL)),
    CONSTRAINT applications_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT applications_account_fk FOREIGN KEY (account_id) REFERENCES wechat_accounts (id) ON DELETE SET NULL,
    CONSTRAINT applications_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE
);
CREATE INDEX applications_person_idx ON applications (person_id, state);
CREATE INDEX applications_account_idx ON applications (account_id);
CREATE INDEX applications_path_idx ON applications (station_path, state, id);
CREATE INDEX applications_state_idx ON applications (state, updated_at);

-- The photographs of an open application, sealed. They go with the decision.
CREATE TABLE application_documents (
    id             TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL,
    kind           TEXT NOT NULL,
    picture        BLOB NOT NULL,
    width          INTEGER NOT NULL,
    height         INTEGER NOT NULL,
    added_at       DATETIME NOT NULL,
    CONSTRAINT application_documents_application_fk FOREIGN KEY (application_id) REFERENCES applications (id)
);
CREATE INDEX application_documents_application_idx ON application_documents (application_id);

-- What happened to an application, in words that the applicant reads.
CREATE TABLE application_steps (
    id             TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL,
    at             DATETIME NOT NULL,
    event          TEXT NOT NULL,
    who            TEXT NOT NULL,
    text           BLOB NOT NULL,
    CONSTRAINT application_steps_application_fk FOREIGN KEY (application_id) REFERENCES applications (id)
);
CREATE INDEX application_steps_application_idx ON application_steps (application_id, id);

-- Which members of staff opened an application last when, and which withdrew from it because they are relatives.
CREATE TABLE application_readers (
    application_id TEXT NOT NULL,
    member_id      TEXT NOT NULL,
    opened_at      DATETIME,
    recused_at     DATETIME,
    PRIMARY KEY (application_id, member_id),
    CONSTRAINT application_readers_application_fk FOREIGN KEY (application_id) REFERENCES applications (id)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE application_readers;
DROP TABLE application_steps;
DROP TABLE application_documents;
DROP TABLE applications;
