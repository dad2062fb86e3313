-- +goose Up
-- +goose StatementBegin
CREATE TABLE job_runs (
  id         TEXT NOT NULL PRIMARY KEY,
  job        TEXT NOT NULL,
  holder     TEXT NOT NULL,
  started_at DATETIME NOT NULL,
  ended_at   DATETIME,
  done       INTEGER NOT NULL,
  failure    TEXT NOT NULL
) WITHOUT ROWID;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE INDEX job_runs_job ON job_runs (job, started_at);
-- +goose StatementEnd

-- +goose StatementBegin
CREATE INDEX job_runs_started ON job_runs (started_at);
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE job_runs;
-- +goose StatementEnd
