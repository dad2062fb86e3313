-- +goose Up
-- +goose StatementBegin
CREATE TABLE audit_entries (
  id         uuid PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id   text NOT NULL,
  actor_for  text NOT NULL,
  action     text NOT NULL,
  subject    text NOT NULL,
  subject_id text NOT NULL,
  detail     text NOT NULL
);
-- +goose StatementEnd

-- +goose StatementBegin
CREATE INDEX audit_entries_subject ON audit_entries (subject, subject_id, at);
-- +goose StatementEnd

-- +goose StatementBegin
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, at);
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE audit_entries;
-- +goose StatementEnd
