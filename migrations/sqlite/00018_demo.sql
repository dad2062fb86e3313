-- +goose Up
-- Which invented city this database holds. No row: the data are real.
CREATE TABLE demo_city (
    id         INTEGER NOT NULL PRIMARY KEY,
    seed       TEXT NOT NULL,
    start_on   TEXT NOT NULL,
    shops      INTEGER NOT NULL,
    people     INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    batches    INTEGER NOT NULL,
    finished   BOOLEAN NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT demo_city_only_one CHECK (id = 1)
);

-- +goose Down
DROP TABLE demo_city;
