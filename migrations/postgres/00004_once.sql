-- +goose Up
-- +goose StatementBegin
CREATE TABLE once (
  key_index  text PRIMARY KEY,
  space      text NOT NULL,
  owner      text NOT NULL,
  reply      bytea NOT NULL,
  created_at timestamptz NOT NULL
);
-- +goose StatementEnd

-- +goose StatementBegin
CREATE INDEX once_owner ON once (owner);
-- +goose StatementEnd

-- +goose StatementBegin
CREATE INDEX once_created ON once (created_at);
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE once;
-- +goose StatementEnd
