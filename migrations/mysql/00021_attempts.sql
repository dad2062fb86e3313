-- +goose Up
-- Wrong tries at something secret, by keyed hash of whose they are.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS attempts (
    key_index    VARCHAR(64) NOT NULL PRIMARY KEY,
    rule         VARCHAR(32) NOT NULL,
    tries        INT NOT NULL,
    last_at      DATETIME(6) NOT NULL,
    locked_until DATETIME(6) NOT NULL,
    KEY attempts_last_idx (last_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS attempts;
-- +goose StatementEnd
