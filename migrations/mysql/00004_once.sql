-- +goose Up
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS once (
  key_index  CHAR(64) NOT NULL PRIMARY KEY,
  space      VARCHAR(16) NOT NULL,
  owner      CHAR(64) NOT NULL,
  reply      MEDIUMBLOB NOT NULL,
  created_at DATETIME(6) NOT NULL,
  KEY once_owner (owner),
  KEY once_created (created_at)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS once;
-- +goose StatementEnd
