-- +goose Up
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS leases (
  name   VARCHAR(64) NOT NULL PRIMARY KEY,
  holder VARCHAR(128) NOT NULL,
  until  DATETIME(6) NOT NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS leases;
-- +goose StatementEnd
