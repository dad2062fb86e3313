-- +goose Up
-- The keys that sealed values are opened with, each sealed itself with a key made from the program's secret. wrapped_at moves when the secret was changed.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS seal_keys (
    kind         VARCHAR(8) NOT NULL CHECK (kind IN ('data', 'index')),
    version      INT NOT NULL CHECK (version BETWEEN 1 AND 255),
    cipher       INT NOT NULL CHECK (cipher BETWEEN 0 AND 255),
    state        VARCHAR(16) NOT NULL CHECK (state IN ('arriving', 'current', 'leaving', 'retired', 'destroyed')),
    wrapped      BLOB NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    wrapped_at   DATETIME(6) NOT NULL,
    retired_at   DATETIME(6),
    destroyed_at DATETIME(6),
    PRIMARY KEY (kind, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- Only keys that follow from the secret may go; the CHECK keeps all others, and with them what they sealed.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS seal_keys_that_would_be_lost (n BIGINT NOT NULL CHECK (n = 0)) ENGINE = InnoDB;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS seal_keys (version INT NOT NULL, created_at DATETIME(6) NOT NULL, wrapped_at DATETIME(6) NOT NULL) ENGINE = InnoDB;
-- +goose StatementEnd
-- +goose StatementBegin
INSERT INTO seal_keys_that_would_be_lost (n) SELECT COUNT(*) FROM seal_keys WHERE version > 1 OR wrapped_at <> created_at;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS seal_keys;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS seal_keys_that_would_be_lost;
-- +goose StatementEnd
