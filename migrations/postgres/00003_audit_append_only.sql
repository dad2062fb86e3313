-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_chain_no_change BEFORE UPDATE OR DELETE ON audit_chain
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_chain_no_truncate BEFORE TRUNCATE ON audit_chain
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TRIGGER audit_entries_no_change ON audit_entries;
-- +goose StatementEnd

-- +goose StatementBegin
DROP TRIGGER audit_entries_no_truncate ON audit_entries;
-- +goose StatementEnd

-- +goose StatementBegin
DROP TRIGGER audit_chain_no_change ON audit_chain;
-- +goose StatementEnd

-- +goose StatementBegin
DROP TRIGGER audit_chain_no_truncate ON audit_chain;
-- +goose StatementEnd

-- +goose StatementBegin
DROP FUNCTION audit_refuse();
-- +goose StatementEnd
