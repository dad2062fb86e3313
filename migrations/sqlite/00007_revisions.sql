-- +goose Up
-- +goose StatementBegin
CREATE TABLE revisions (
  subject TEXT NOT NULL PRIMARY KEY,
  rev     INTEGER NOT NULL
);
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE revisions;
-- +goose StatementEnd
