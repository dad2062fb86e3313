-- +goose Up
-- Accounts of both apps are joined on the unionid, know how surely their owner is known, and may hold the phone number that WeChat told. MySQL knows no IF NOT EXISTS
-- for columns, so each change is prepared only where it is missing. The presence of verified tells how far a run got that was cut off.
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'wechat_accounts' AND column_name = 'union_id') = 0, 'ALTER TABLE wechat_accounts ADD COLUMN union_id BLOB, ADD COLUMN union_index VARCHAR(64) NOT NULL DEFAULT '''', ADD COLUMN union_due_at DATETIME(6), ADD COLUMN assurance INT NOT NULL DEFAULT 0, ADD COLUMN phone BLOB, ADD COLUMN phone_index VARCHAR(64) NOT NULL DEFAULT '''', ADD COLUMN phone_at DATETIME(6), ADD COLUMN phone_lent BOOLEAN NOT NULL DEFAULT FALSE, ADD KEY wechat_accounts_union_idx (union_index), ADD KEY wechat_accounts_union_due_idx (union_due_at), ADD KEY wechat_accounts_phone_idx (phone_index)', 'DO 0');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_accounts FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_accounts;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_accounts;
-- +goose StatementEnd

-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'wechat_accounts' AND column_name = 'verified') > 0, 'UPDATE wechat_accounts SET assurance = CASE WHEN verified THEN 3 WHEN person_id IS NOT NULL THEN 1 ELSE 0 END, union_due_at = CASE WHEN app = ''oa'' THEN followed_at END, union_id = '''', phone = ''''', 'DO 0');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_accounts FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_accounts;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_accounts;
-- +goose StatementEnd

-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'wechat_accounts' AND column_name = 'verified') > 0, 'ALTER TABLE wechat_accounts DROP CONSTRAINT wechat_accounts_verified_is_someone, DROP COLUMN verified, MODIFY union_id BLOB NOT NULL, MODIFY phone BLOB NOT NULL, ADD CONSTRAINT wechat_accounts_assurance_range CHECK (assurance BETWEEN 0 AND 3 AND (assurance = 0 OR person_id IS NOT NULL))', 'DO 0');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_accounts FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_accounts;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_accounts;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'wechat_accounts' AND column_name = 'verified') = 0, 'ALTER TABLE wechat_accounts ADD COLUMN verified BOOLEAN NOT NULL DEFAULT FALSE AFTER person_id', 'DO 0');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_accounts FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_accounts;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_accounts;
-- +goose StatementEnd

-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'wechat_accounts' AND column_name = 'assurance') > 0, 'UPDATE wechat_accounts SET verified = assurance >= 2', 'DO 0');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_accounts FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_accounts;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_accounts;
-- +goose StatementEnd

-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'wechat_accounts' AND column_name = 'assurance') > 0, 'ALTER TABLE wechat_accounts DROP CONSTRAINT wechat_accounts_assurance_range, DROP COLUMN union_id, DROP COLUMN union_index, DROP COLUMN union_due_at, DROP COLUMN assurance, DROP COLUMN phone, DROP COLUMN phone_index, DROP COLUMN phone_at, DROP COLUMN phone_lent, ALTER COLUMN verified DROP DEFAULT, ADD CONSTRAINT wechat_accounts_verified_is_someone CHECK (NOT verified OR person_id IS NOT NULL)', 'DO 0');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_accounts FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_accounts;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_accounts;
-- +goose StatementEnd
