-- +goose Up
-- Wrong tries at something secret, by keyed hash of whose they are.
CREATE TABLE attempts (
    key_index    TEXT NOT NULL PRIMARY KEY,
    rule         TEXT NOT NULL,
    tries        INTEGER NOT NULL,
    last_at      DATETIME NOT NULL,
    locked_until DATETIME NOT NULL
) WITHOUT ROWID;
CREATE INDEX attempts_last_idx ON attempts (last_at);

-- +goose Down
DROP TABLE attempts;
