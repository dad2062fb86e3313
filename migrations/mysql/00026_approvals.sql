-- +goose Up
-- What needs two people: somebody asks, somebody else decides. open_key is there while it waits, so that the same is not asked twice.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS approvals (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    kind         VARCHAR(32) NOT NULL,
    subject      VARCHAR(32) NOT NULL,
    subject_id   VARCHAR(64) NOT NULL,
    payload      BLOB NOT NULL,
    reason       VARCHAR(100) NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    asked_by     CHAR(36) NOT NULL,
    asked_at     DATETIME(6) NOT NULL,
    expires_at   DATETIME(6) NOT NULL,
    state        VARCHAR(16) NOT NULL,
    decided_by   CHAR(36),
    decided_at   DATETIME(6),
    open_key     VARCHAR(100),
    CONSTRAINT approvals_state_known CHECK (state IN ('asked', 'approved', 'refused', 'expired', 'withdrawn')),
    CONSTRAINT approvals_two_people CHECK (state NOT IN ('approved', 'refused') OR decided_by <> asked_by),
    CONSTRAINT approvals_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    CONSTRAINT approvals_open UNIQUE (open_key),
    KEY approvals_waiting_idx (state, expires_at),
    KEY approvals_asked_idx (asked_by, id),
    KEY approvals_path_idx (station_path, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS approvals;
-- +goose StatementEnd
