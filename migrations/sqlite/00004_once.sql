-- +goose Up
-- +goose StatementBegin
CREATE TABLE once (
  key_index  TEXT NOT NULL PRIMARY KEY,
  space      TEXT NOT NULL,
  owner      TEXT NOT NULL,
  reply      BLOB NOT NULL,
  created_at DATETIME NOT NULL
) WITHOUT ROWID;
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
