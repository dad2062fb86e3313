-- +goose Up
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS audit_entries (
  id         CHAR(36) NOT NULL PRIMARY KEY,
  at         DATETIME(6) NOT NULL,
  actor_kind VARCHAR(16) NOT NULL,
  actor_id   VARCHAR(128) NOT NULL,
  actor_for  VARCHAR(128) NOT NULL,
  action     VARCHAR(64) NOT NULL,
  subject    VARCHAR(64) NOT NULL,
  subject_id VARCHAR(128) NOT NULL,
  detail     TEXT NOT NULL,
  KEY audit_entries_subject (subject, subject_id, at),
  KEY audit_entries_actor (actor_id, at)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS audit_entries;
-- +goose StatementEnd
