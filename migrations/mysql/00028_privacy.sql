-- +goose Up
-- Versions of the privacy notice beyond the one that the program brings. What a version said stays readable.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS privacy_notices (
    version      INTEGER NOT NULL PRIMARY KEY,
    effective_on VARCHAR(64) NOT NULL,
    body         MEDIUMTEXT NOT NULL,
    published_by VARCHAR(64) NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    CONSTRAINT privacy_notices_effective_given CHECK (LENGTH(effective_on) = 10)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- What somebody agreed to or took back, one row each time: the history is the proof.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS privacy_consents (
    id             CHAR(36) NOT NULL PRIMARY KEY,
    account_id     CHAR(36) NOT NULL,
    person_id      CHAR(36),
    purpose        VARCHAR(64) NOT NULL,
    notice_version INTEGER NOT NULL,
    agreed         BOOLEAN NOT NULL,
    created_at     DATETIME(6) NOT NULL,
    CONSTRAINT privacy_consents_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    KEY privacy_consents_account_idx (account_id, purpose),
    KEY privacy_consents_person_idx (person_id, id),
    KEY privacy_consents_age_idx (created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- What people asked to have corrected or deleted, and what became of it.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS privacy_requests (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    kind         VARCHAR(64) NOT NULL,
    person_id    CHAR(36) NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    field        VARCHAR(64) NOT NULL,
    wanted       BLOB NOT NULL,
    why          BLOB NOT NULL,
    state        VARCHAR(64) NOT NULL,
    due_on       VARCHAR(64) NOT NULL,
    reason       VARCHAR(64) NOT NULL,
    words        BLOB NOT NULL,
    decided_by   VARCHAR(64) NOT NULL,
    decided_at   DATETIME(6),
    created_at   DATETIME(6) NOT NULL,
    CONSTRAINT privacy_requests_kind_known CHECK (kind IN ('correction', 'deletion')),
    CONSTRAINT privacy_requests_state_known CHECK (state IN ('asked', 'done', 'refused', 'withdrawn')),
    CONSTRAINT privacy_requests_refused_has_reason CHECK (state <> 'refused' OR reason <> ''),
    CONSTRAINT privacy_requests_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT privacy_requests_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    KEY privacy_requests_person_idx (person_id, id),
    KEY privacy_requests_path_idx (station_path, state, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- What must not be deleted for now, because of somebody: a lawsuit, an inspection.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS privacy_holds (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    person_id    CHAR(36) NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    reason       VARCHAR(64) NOT NULL,
    number       VARCHAR(64) NOT NULL,
    until_on     VARCHAR(64) NOT NULL,
    placed_by    VARCHAR(64) NOT NULL,
    placed_at    DATETIME(6) NOT NULL,
    lifted_by    VARCHAR(64) NOT NULL,
    lifted_at    DATETIME(6),
    CONSTRAINT privacy_holds_until_given CHECK (LENGTH(until_on) = 10),
    CONSTRAINT privacy_holds_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT privacy_holds_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    KEY privacy_holds_person_idx (person_id, until_on),
    KEY privacy_holds_path_idx (station_path, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Copies of everything about somebody, sealed and in parts, for a week.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS privacy_exports (
    id         CHAR(36) NOT NULL PRIMARY KEY,
    person_id  CHAR(36) NOT NULL,
    account_id CHAR(36) NOT NULL,
    size       INTEGER NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    fetched_at DATETIME(6),
    CONSTRAINT privacy_exports_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    KEY privacy_exports_person_idx (person_id, id),
    KEY privacy_exports_expires_idx (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS privacy_export_parts (
    id        CHAR(36) NOT NULL PRIMARY KEY,
    export_id CHAR(36) NOT NULL,
    seq       INTEGER NOT NULL,
    body      MEDIUMBLOB NOT NULL,
    CONSTRAINT privacy_export_parts_once UNIQUE (export_id, seq),
    CONSTRAINT privacy_export_parts_export_fk FOREIGN KEY (export_id) REFERENCES privacy_exports (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- What was deleted because its term was over: how many, of what, and how many a hold kept.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS retention_runs (
    id         CHAR(36) NOT NULL PRIMARY KEY,
    term       VARCHAR(64) NOT NULL,
    older_than DATETIME(6) NOT NULL,
    deleted    INTEGER NOT NULL,
    held       INTEGER NOT NULL,
    created_at DATETIME(6) NOT NULL,
    KEY retention_runs_age_idx (created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS retention_runs;
-- +goose StatementEnd

-- +goose StatementBegin
DROP TABLE IF EXISTS privacy_export_parts;
-- +goose StatementEnd

-- +goose StatementBegin
DROP TABLE IF EXISTS privacy_exports;
-- +goose StatementEnd

-- +goose StatementBegin
DROP TABLE IF EXISTS privacy_holds;
-- +goose StatementEnd

-- +goose StatementBegin
DROP TABLE IF EXISTS privacy_requests;
-- +goose StatementEnd

-- +goose StatementBegin
DROP TABLE IF EXISTS privacy_consents;
-- +goose StatementEnd

-- +goose StatementBegin
DROP TABLE IF EXISTS privacy_notices;
-- +goose StatementEnd
