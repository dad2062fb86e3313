-- +goose Up
-- Accounts of both apps are joined on the unionid, know how surely their owner is known, and may hold the phone number that WeChat told.
ALTER TABLE wechat_accounts
    ADD COLUMN union_id     bytea NOT NULL DEFAULT '',
    ADD COLUMN union_index  TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN union_due_at timestamptz,
    ADD COLUMN assurance    integer NOT NULL DEFAULT 0,
    ADD COLUMN phone        bytea NOT NULL DEFAULT '',
    ADD COLUMN phone_index  TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN phone_at     timestamptz,
    ADD COLUMN phone_lent   boolean NOT NULL DEFAULT FALSE;
UPDATE wechat_accounts SET
    assurance = CASE WHEN verified THEN 3 WHEN person_id IS NOT NULL THEN 1 ELSE 0 END,
    union_due_at = CASE WHEN app = 'oa' THEN followed_at END;
ALTER TABLE wechat_accounts
    DROP COLUMN verified,
    ADD CONSTRAINT wechat_accounts_assurance_range CHECK (assurance BETWEEN 0 AND 3 AND (assurance = 0 OR person_id IS NOT NULL));
CREATE INDEX wechat_accounts_union_idx ON wechat_accounts (union_index);
CREATE INDEX wechat_accounts_union_due_idx ON wechat_accounts (union_due_at);
CREATE INDEX wechat_accounts_phone_idx ON wechat_accounts (phone_index);

-- +goose Down
ALTER TABLE wechat_accounts ADD COLUMN verified boolean NOT NULL DEFAULT FALSE;
UPDATE wechat_accounts SET verified = assurance >= 2;
ALTER TABLE wechat_accounts
    DROP CONSTRAINT wechat_accounts_assurance_range,
    DROP COLUMN union_id,
    DROP COLUMN union_index,
    DROP COLUMN union_due_at,
    DROP COLUMN assurance,
    DROP COLUMN phone,
    DROP COLUMN phone_index,
    DROP COLUMN phone_at,
    DROP COLUMN phone_lent,
    ALTER COLUMN verified DROP DEFAULT,
    ADD CONSTRAINT wechat_accounts_verified_is_someone CHECK (NOT verified OR person_id IS NOT NULL);
