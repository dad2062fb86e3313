-- +goose Up
-- The keys that sealed values are opened with, each sealed itself with a key made from the program's secret. wrapped_at moves when the secret was changed.
CREATE TABLE seal_keys (
    kind         TEXT NOT NULL CHECK (kind IN ('data', 'index')),
    version      INTEGER NOT NULL CHECK (version BETWEEN 1 AND 255),
    cipher       INTEGER NOT NULL CHECK (cipher BETWEEN 0 AND 255),
    state        TEXT NOT NULL CHECK (state IN ('arriving', 'current', 'leaving', 'retired', 'destroyed')),
    wrapped      BLOB NOT NULL,
    created_at   DATETIME NOT NULL,
    wrapped_at   DATETIME NOT NULL,
    retired_at   DATETIME,
    destroyed_at DATETIME,
    PRIMARY KEY (kind, version)
) WITHOUT ROWID;

-- +goose Down
-- Only keys that follow from the secret may go; the CHECK keeps all others, and with them what they sealed.
CREATE TABLE seal_keys_that_would_be_lost (n INTEGER NOT NULL CHECK (n = 0));
INSERT INTO seal_keys_that_would_be_lost (n) SELECT COUNT(*) FROM seal_keys WHERE version > 1 OR wrapped_at <> created_at;
DROP TABLE seal_keys_that_would_be_lost;
DROP TABLE seal_keys;
