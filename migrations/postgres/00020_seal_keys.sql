-- +goose Up
-- The keys that sealed values are opened with, each sealed itself with a key made from the program's secret. wrapped_at moves when the secret was changed.
CREATE TABLE seal_keys (
    kind         TEXT COLLATE "C" NOT NULL CHECK (kind IN ('data', 'index')),
    version      INTEGER NOT NULL CHECK (version BETWEEN 1 AND 255),
    cipher       INTEGER NOT NULL CHECK (cipher BETWEEN 0 AND 255),
    state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('arriving', 'current', 'leaving', 'retired', 'destroyed')),
    wrapped      bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    wrapped_at   timestamptz NOT NULL,
    retired_at   timestamptz,
    destroyed_at timestamptz,
    PRIMARY KEY (kind, version)
);

-- +goose Down
-- Only keys that follow from the secret may go; the CHECK keeps all others, and with them what they sealed.
CREATE TABLE seal_keys_that_would_be_lost (n bigint NOT NULL CHECK (n = 0));
INSERT INTO seal_keys_that_would_be_lost (n) SELECT COUNT(*) FROM seal_keys WHERE version > 1 OR wrapped_at <> created_at;
DROP TABLE seal_keys_that_would_be_lost;
DROP TABLE seal_keys;
