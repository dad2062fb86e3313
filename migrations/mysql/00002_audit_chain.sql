-- +goose Up
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS audit_chain (
  seq      BIGINT NOT NULL PRIMARY KEY,
  entry_id CHAR(36) NOT NULL,
  prev     CHAR(64) NOT NULL,
  hash     CHAR(64) NOT NULL,
  at       DATETIME(6) NOT NULL,
  UNIQUE KEY audit_chain_entry (entry_id),
  CONSTRAINT audit_chain_entry FOREIGN KEY (entry_id) REFERENCES audit_entries (id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS audit_chain;
-- +goose StatementEnd
