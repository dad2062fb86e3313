-- +goose Up
-- Who may act for whom, in what and until when; how he who is acted for agreed; and how it ended. Scopes are words; there is none for ride codes.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS proxies (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    kind         VARCHAR(16) NOT NULL,
    principal_id CHAR(36) NOT NULL,
    agent_id     CHAR(36) NOT NULL,
    scopes       VARCHAR(64) NOT NULL,
    from_on      CHAR(10) NOT NULL,
    until_on     CHAR(10) NOT NULL,
    how          VARCHAR(16) NOT NULL,
    consent_at   DATETIME(6) NOT NULL,
    witness_id   CHAR(36),
    station_id   CHAR(36),
    state        VARCHAR(16) NOT NULL,
    ended_at     DATETIME(6),
    ended_by     VARCHAR(16) NOT NULL,
    reason       VARCHAR(32) NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    CONSTRAINT proxies_kind_known CHECK (kind IN ('family', 'survivor')),
    CONSTRAINT proxies_two CHECK (principal_id <> agent_id OR state <> 'active'),
    CONSTRAINT proxies_in_order CHECK (until_on >= from_on),
    CONSTRAINT proxies_how_known CHECK (how IN ('app', 'code', 'paper', 'handover')),
    CONSTRAINT proxies_witnessed CHECK (how = 'app' OR witness_id IS NOT NULL),
    CONSTRAINT proxies_state_known CHECK (state IN ('active', 'revoked', 'ended')),
    CONSTRAINT proxies_ended_when CHECK ((state = 'active') = (ended_at IS NULL)),
    CONSTRAINT proxies_principal_fk FOREIGN KEY (principal_id) REFERENCES people (id),
    CONSTRAINT proxies_agent_fk FOREIGN KEY (agent_id) REFERENCES people (id),
    CONSTRAINT proxies_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    KEY proxies_principal_idx (principal_id, id),
    KEY proxies_agent_idx (agent_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- A code of nine digits, by keyed hash, with which somebody offers to be acted for or asks to act. It is good once.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS proxy_invitations (
    id         CHAR(36) NOT NULL PRIMARY KEY,
    side       VARCHAR(16) NOT NULL,
    maker_id   CHAR(36) NOT NULL,
    scopes     VARCHAR(64) NOT NULL,
    until_on   CHAR(10) NOT NULL,
    code_index VARCHAR(64) NOT NULL,
    state      VARCHAR(16) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    settled_at DATETIME(6),
    proxy_id   CHAR(36),
    CONSTRAINT proxy_invitations_code UNIQUE (code_index),
    CONSTRAINT proxy_invitations_side_known CHECK (side IN ('principal', 'agent')),
    CONSTRAINT proxy_invitations_state_known CHECK (state IN ('asked', 'accepted', 'refused', 'withdrawn')),
    CONSTRAINT proxy_invitations_maker_fk FOREIGN KEY (maker_id) REFERENCES people (id),
    CONSTRAINT proxy_invitations_proxy_fk FOREIGN KEY (proxy_id) REFERENCES proxies (id),
    KEY proxy_invitations_maker_idx (maker_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Booker, subject and attendee are three people. No attendee: the subject comes himself. MySQL knows no IF NOT EXISTS for columns and indexes, so each
-- change is prepared only where it is missing.
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'appointment_bookings' AND column_name = 'attendee_id') > 0, 'DO 0', 'ALTER TABLE appointment_bookings ADD COLUMN attendee_id CHAR(36), ADD KEY appointment_bookings_attendee_idx (attendee_id), ADD CONSTRAINT appointment_bookings_attendee_fk FOREIGN KEY (attendee_id) REFERENCES people (id)');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_bookings FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_bookings;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_bookings;
-- +goose StatementEnd

-- What was done in a person's name.
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'audit_entries' AND index_name = 'audit_entries_for') > 0, 'DO 0', 'CREATE INDEX audit_entries_for ON audit_entries (actor_for, id)');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_audit FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_audit;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_audit;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'audit_entries' AND index_name = 'audit_entries_for') = 0, 'DO 0', 'DROP INDEX audit_entries_for ON audit_entries');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_audit FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_audit;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_audit;
-- +goose StatementEnd
-- +goose StatementBegin
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'appointment_bookings' AND column_name = 'attendee_id') = 0, 'DO 0', 'ALTER TABLE appointment_bookings DROP FOREIGN KEY appointment_bookings_attendee_fk, DROP KEY appointment_bookings_attendee_idx, DROP COLUMN attendee_id');
-- +goose StatementEnd
-- +goose StatementBegin
PREPARE change_bookings FROM @ddl;
-- +goose StatementEnd
-- +goose StatementBegin
EXECUTE change_bookings;
-- +goose StatementEnd
-- +goose StatementBegin
DEALLOCATE PREPARE change_bookings;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS proxy_invitations;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS proxies;
-- +goose StatementEnd
