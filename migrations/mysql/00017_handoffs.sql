-- +goose Up
-- What a human must take over. A request outlives the WeChat account it came from.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS handoffs (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    kind         VARCHAR(16) NOT NULL,
    account_id   CHAR(36),
    person_id    CHAR(36),
    station_path VARCHAR(190) NOT NULL,
    summary      BLOB NOT NULL,
    promised_at  DATETIME(6) NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    closed_at    DATETIME(6),
    CONSTRAINT handoffs_kind_known CHECK (kind IN ('crisis', 'escalation', 'call_back')),
    CONSTRAINT handoffs_account_fk FOREIGN KEY (account_id) REFERENCES wechat_accounts (id) ON DELETE SET NULL,
    CONSTRAINT handoffs_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    KEY handoffs_open_idx (closed_at, created_at),
    KEY handoffs_account_idx (account_id),
    KEY handoffs_person_idx (person_id),
    KEY handoffs_path_idx (station_path, closed_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS handoffs;
-- +goose StatementEnd
