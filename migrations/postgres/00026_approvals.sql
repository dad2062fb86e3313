-- +goose Up
-- What needs two people: somebody asks, somebody else decides. open_key is there while it waits, so that the same is not asked twice.
CREATE TABLE approvals (
    id           uuid NOT NULL PRIMARY KEY,
    kind         TEXT COLLATE "C" NOT NULL,
    subject      TEXT COLLATE "C" NOT NULL,
    subject_id   TEXT COLLATE "C" NOT NULL,
    payload      bytea NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    station_path TEXT COLLATE "C" NOT NULL,
    asked_by     uuid NOT NULL,
    asked_at     timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    decided_by   uuid,
    decided_at   timestamptz,
    open_key     TEXT COLLATE "C",
    CONSTRAINT approvals_state_known CHECK (state IN ('asked', 'approved', 'refused', 'expired', 'withdrawn')),
    CONSTRAINT approvals_two_people CHECK (state NOT IN ('approved', 'refused') OR decided_by <> asked_by),
    CONSTRAINT approvals_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    CONSTRAINT approvals_open UNIQUE (open_key)
);
CREATE INDEX approvals_waiting_idx ON approvals (state, expires_at);
CREATE INDEX approvals_asked_idx ON approvals (asked_by, id);
CREATE INDEX approvals_path_idx ON approvals (station_path, id);

-- +goose Down
DROP TABLE approvals;
