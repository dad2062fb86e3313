-- +goose Up
-- +goose StatementBegin
CREATE TABLE audit_chain (
  seq      INTEGER PRIMARY KEY,
  entry_id TEXT NOT NULL UNIQUE REFERENCES audit_entries (id),
  prev     TEXT NOT NULL,
  hash     TEXT NOT NULL,
  at       DATETIME NOT NULL
);
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE audit_chain;
-- +goose StatementEnd
