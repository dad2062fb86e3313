-- +goose Up
-- +goose StatementBegin
CREATE TABLE audit_chain (
  seq      bigint PRIMARY KEY,
  entry_id uuid NOT NULL UNIQUE REFERENCES audit_entries (id),
  prev     text NOT NULL,
  hash     text NOT NULL,
  at       timestamptz NOT NULL
);
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE audit_chain;
-- +goose StatementEnd
