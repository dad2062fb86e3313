-- +goose Up
-- Versions of the privacy notice beyond the one that the program brings. What a version said stays readable.
CREATE TABLE privacy_notices (
    version      INTEGER NOT NULL PRIMARY KEY,
    effective_on TEXT COLLATE "C" NOT NULL,
    body         TEXT NOT NULL,
    published_by TEXT COLLATE "C" NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT privacy_notices_effective_given CHECK (LENGTH(effective_on) = 10)
);

-- What somebody agreed to or took back, one row each time: the history is the proof.
CREATE TABLE privacy_consents (
    id             uuid NOT NULL PRIMARY KEY,
    account_id     uuid NOT NULL,
    person_id      uuid,
    purpose        TEXT COLLATE "C" NOT NULL,
    notice_version INTEGER NOT NULL,
    agreed         BOOLEAN NOT NULL,
    created_at     timestamptz NOT NULL,
    CONSTRAINT privacy_consents_person_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX privacy_consents_account_idx ON privacy_consents (account_id, purpose);
CREATE INDEX privacy_consents_person_idx ON privacy_consents (person_id, id);
CREATE INDEX privacy_consents_age_idx ON privacy_consents (created_at);

-- What people asked to have corrected or deleted, and what became of it.
CREATE TABLE privacy_requests (
    id           uuid NOT NULL PRIMARY KEY,
    kind         TEXT COLLATE "C" NOT NULL,
    person_id    uuid NOT NULL,
    station_path TEXT COLLATE "C" NOT NULL,
    field        TEXT COLLATE "C" NOT NULL,
    wanted       bytea NOT NULL,
    why          bytea NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    due_on       TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    words        bytea NOT NULL,
    decided_by   TEXT COLLATE "C" NOT NULL,
    decided_at   timestamptz,
    created_at   timestamptz NOT NULL,
    CONSTRAINT privacy_requests_kind_known CHECK (kind IN ('correction', 'deletion')),
    CONSTRAINT privacy_requests_state_known CHECK (state IN ('asked', 'done', 'refused', 'withdrawn')),
    CONSTRAINT privacy_requests_refused_has_reason CHECK (state <> 'refused' OR reason <> ''),
    CONSTRAINT privacy_requests_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT privacy_requests_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE
);
CREATE INDEX privacy_requests_person_idx ON privacy_requests (person_id, id);
CREATE INDEX privacy_requests_path_idx ON privacy_requests (station_path, state, id);

-- What must not be deleted for now, because of somebody: a lawsuit, an inspection.
CREATE TABLE privacy_holds (
    id           uuid NOT NULL PRIMARY KEY,
    person_id    uuid NOT NULL,
    station_path TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    number       TEXT COLLATE "C" NOT NULL,
    until_on     TEXT COLLATE "C" NOT NULL,
    placed_by    TEXT COLLATE "C" NOT NULL,
    placed_at    timestamptz NOT NULL,
    lifted_by    TEXT COLLATE "C" NOT NULL,
    lifted_at    timestamptz,
    CONSTRAINT privacy_holds_until_given CHECK (LENGTH(until_on) = 10),
    CONSTRAINT privacy_holds_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT privacy_holds_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE
);
CREATE INDEX privacy_holds_person_idx ON privacy_holds (person_id, until_on);
CREATE INDEX privacy_holds_path_idx ON privacy_holds (station_path, id);

-- Copies of everything about somebody, sealed and in parts, for a week.
CREATE TABLE privacy_exports (
    id         uuid NOT NULL PRIMARY KEY,
    person_id  uuid NOT NULL,
    account_id uuid NOT NULL,
    size       INTEGER NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    fetched_at timestamptz,
    CONSTRAINT privacy_exports_person_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX privacy_exports_person_idx ON privacy_exports (person_id, id);
CREATE INDEX privacy_exports_expires_idx ON privacy_exports (expires_at);

CREATE TABLE privacy_export_parts (
    id        uuid NOT NULL PRIMARY KEY,
    export_id uuid NOT NULL,
    seq       INTEGER NOT NULL,
    body      bytea NOT NULL,
    CONSTRAINT privacy_export_parts_once UNIQUE (export_id, seq),
    CONSTRAINT privacy_export_parts_export_fk FOREIGN KEY (export_id) REFERENCES privacy_exports (id) ON DELETE CASCADE
);

-- What was deleted because its term was over: how many, of what, and how many a hold kept.
CREATE TABLE retention_runs (
    id         uuid NOT NULL PRIMARY KEY,
    term       TEXT COLLATE "C" NOT NULL,
    older_than timestamptz NOT NULL,
    deleted    INTEGER NOT NULL,
    held       INTEGER NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX retention_runs_age_idx ON retention_runs (created_at);

-- +goose Down
DROP TABLE retention_runs;
DROP TABLE privacy_export_parts;
DROP TABLE privacy_exports;
DROP TABLE privacy_holds;
DROP TABLE privacy_requests;
DROP TABLE privacy_consents;
DROP TABLE privacy_notices;
