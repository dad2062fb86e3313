-- +goose Up
-- Wrong tries at something secret, by keyed hash of whose they are.
CREATE TABLE attempts (
    key_index    VARCHAR(64) NOT NULL PRIMARY KEY,
    rule         VARCHAR(32) NOT NULL,
    tries        INTEGER NOT NULL,
    last_at      TIMESTAMPTZ NOT NULL,
    locked_until TIMESTAMPTZ NOT NULL
);
CREATE INDEX attempts_last_idx ON attempts (last_at);

-- +goose Down
DROP TABLE attempts;
