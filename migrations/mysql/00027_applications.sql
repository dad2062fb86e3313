-- +goose Up
-- Applications for a status. What the applicant wrote is sealed; wanted and granted are lists of statuses as JSON, never that somebody serves.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS applications (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    number       VARCHAR(16) NOT NULL,
    person_id    CHAR(36) NOT NULL,
    account_id   CHAR(36),
    name         BLOB NOT NULL,
    wanted       TEXT NOT NULL,
    words        BLOB NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    state        VARCHAR(16) NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    updated_at   DATETIME(6) NOT NULL,
    submitted_at DATETIME(6),
    decide_by    CHAR(10) NOT NULL,
    decided_by   CHAR(36),
    decided_at   DATETIME(6),
    reason       VARCHAR(32) NOT NULL,
    granted      TEXT NOT NULL,
    papers       VARCHAR(400) NOT NULL,
    CONSTRAINT applications_number_taken UNIQUE (number),
    CONSTRAINT applications_state_known CHECK (state IN ('draft', 'submitted', 'more_needed', 'approved', 'refused', 'withdrawn')),
    CONSTRAINT applications_decided CHECK ((state IN ('approved', 'refused')) = (decided_at IS NOT NULL)),
    CONSTRAINT applications_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT applications_account_fk FOREIGN KEY (account_id) REFERENCES wechat_accounts (id) ON DELETE SET NULL,
    CONSTRAINT applications_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    KEY applications_person_idx (person_id, state),
    KEY applications_account_idx (account_id),
    KEY applications_path_idx (station_path, state, id),
    KEY applications_state_idx (state, updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- The photographs of an open application, sealed. They go with the decision.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS application_documents (
    id             CHAR(36) NOT NULL PRIMARY KEY,
    application_id CHAR(36) NOT NULL,
    kind           VARCHAR(32) NOT NULL,
    picture        MEDIUMBLOB NOT NULL,
    width          INT NOT NULL,
    height         INT NOT NULL,
    added_at       DATETIME(6) NOT NULL,
    CONSTRAINT application_documents_application_fk FOREIGN KEY (application_id) REFERENCES applications (id),
    KEY application_documents_application_idx (application_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- What happened to an application, in words that the applicant reads.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS application_steps (
    id             CHAR(36) NOT NULL PRIMARY KEY,
    application_id CHAR(36) NOT NULL,
    at             DATETIME(6) NOT NULL,
    event          VARCHAR(16) NOT NULL,
    who            VARCHAR(40) NOT NULL,
    text           BLOB NOT NULL,
    CONSTRAINT application_steps_application_fk FOREIGN KEY (application_id) REFERENCES applications (id),
    KEY application_steps_application_idx (application_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Which members of staff opened an application last when, and which withdrew from it because they are relatives.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS application_readers (
    application_id CHAR(36) NOT NULL,
    member_id      CHAR(36) NOT NULL,
    opened_at      DATETIME(6),
    recused_at     DATETIME(6),
    PRIMARY KEY (application_id, member_id),
    CONSTRAINT application_readers_application_fk FOREIGN KEY (application_id) REFERENCES applications (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS application_readers;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS application_steps;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS application_documents;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS applications;
-- +goose StatementEnd
