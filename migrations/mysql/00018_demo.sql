-- +goose Up
-- Which invented city this database holds. No row: the data are real.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS demo_city (
    id         INT NOT NULL PRIMARY KEY,
    seed       VARCHAR(20) NOT NULL,
    start_on   CHAR(10) NOT NULL,
    shops      INT NOT NULL,
    people     INT NOT NULL,
    version    INT NOT NULL,
    batches    INT NOT NULL,
    finished   BOOLEAN NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    CONSTRAINT demo_city_only_one CHECK (id = 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS demo_city;
-- +goose StatementEnd
