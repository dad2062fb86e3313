-- +goose Up
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS revisions (
  subject VARCHAR(64) NOT NULL PRIMARY KEY,
  rev     BIGINT NOT NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS revisions;
-- +goose StatementEnd
