-- +goose Up
-- +goose StatementBegin
CREATE TABLE audit_entries (
  id         TEXT NOT NULL PRIMARY KEY,
  at         DATETIME NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id   TEXT NOT NULL,
  actor_for  TEXT NOT NULL,
  action     TEXT NOT NULL,
  subject    TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  detail     TEXT NOT NULL
) WITHOUT ROWID;
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
