-- +goose Up
-- +goose StatementBegin
CREATE TABLE revisions (
  subject text PRIMARY KEY,
  rev     bigint NOT NULL
);
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE revisions;
-- +goose StatementEnd
