-- +goose Up
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS job_runs (
  id         CHAR(36) NOT NULL PRIMARY KEY,
  job        VARCHAR(64) NOT NULL,
  holder     VARCHAR(128) NOT NULL,
  started_at DATETIME(6) NOT NULL,
  ended_at   DATETIME(6) NULL,
  done       BIGINT NOT NULL,
  failure    VARCHAR(255) NOT NULL,
  KEY job_runs_job (job, started_at),
  KEY job_runs_started (started_at)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS job_runs;
-- +goose StatementEnd
