-- +goose Up
-- What a human must take over. A request outlives the WeChat account it came from.
CREATE TABLE handoffs (
    id           uuid NOT NULL PRIMARY KEY,
    kind         TEXT COLLATE "C" NOT NULL,
    account_id   uuid,
    person_id    uuid,
    station_path TEXT COLLATE "C" NOT NULL,
    summary      bytea NOT NULL,
    promised_at  timestamptz NOT NULL,
    created_at   timestamptz NOT NULL,
    closed_at    timestamptz,
    CONSTRAINT handoffs_kind_known CHECK (kind IN ('crisis', 'escalation', 'call_back')),
    CONSTRAINT handoffs_account_fk FOREIGN KEY (account_id) REFERENCES wechat_accounts (id) ON DELETE SET NULL,
    CONSTRAINT handoffs_person_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX handoffs_open_idx ON handoffs (closed_at, created_at);
CREATE INDEX handoffs_account_idx ON handoffs (account_id);
CREATE INDEX handoffs_person_idx ON handoffs (person_id);
CREATE INDEX handoffs_path_idx ON handoffs (station_path, closed_at);

-- +goose Down
DROP TABLE handoffs;
