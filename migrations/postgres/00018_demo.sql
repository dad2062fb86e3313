-- +goose Up
-- Which invented city this database holds. No row: the data are real.
CREATE TABLE demo_city (
    id         integer NOT NULL PRIMARY KEY,
    seed       TEXT COLLATE "C" NOT NULL,
    start_on   TEXT COLLATE "C" NOT NULL,
    shops      integer NOT NULL,
    people     integer NOT NULL,
    version    integer NOT NULL,
    batches    integer NOT NULL,
    finished   boolean NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT demo_city_only_one CHECK (id = 1)
);

-- +goose Down
DROP TABLE demo_city;
