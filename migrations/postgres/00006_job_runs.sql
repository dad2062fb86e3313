-- +goose Up
-- +goose StatementBegin
CREATE TABLE job_runs (
  id         uuid PRIMARY KEY,
  job        text NOT NULL,
  holder     text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at   timestamptz,
  done       bigint NOT NULL,
  failure    text NOT NULL
);
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
