-- +goose Up
-- Who works for the bureau. epoch counts changes of what proves who one is: a login of an earlier one is over. token_index is an invitation that waits.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS staff_members (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    login        VARCHAR(64) NOT NULL,
    name         VARCHAR(64) NOT NULL,
    full_name    BLOB NOT NULL,
    station_id   CHAR(36) NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    state        VARCHAR(64) NOT NULL,
    password     BLOB NOT NULL,
    password_at  DATETIME(6),
    totp_secret  BLOB NOT NULL,
    totp_step    BIGINT NOT NULL,
    token_index  VARCHAR(64),
    token_until  DATETIME(6),
    epoch        BIGINT NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    CONSTRAINT staff_members_state_known CHECK (state IN ('invited', 'active', 'disabled', 'left')),
    CONSTRAINT staff_members_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT staff_members_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    CONSTRAINT staff_members_login UNIQUE (login),
    CONSTRAINT staff_members_token UNIQUE (token_index),
    KEY staff_members_path_idx (station_path, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- What each works as, since and until when, and who said so. open_key is there while it holds.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS staff_roles (
    id          CHAR(36) NOT NULL PRIMARY KEY,
    member_id   CHAR(36) NOT NULL,
    role        VARCHAR(64) NOT NULL,
    from_at     DATETIME(6) NOT NULL,
    until_at    DATETIME(6),
    granted_by  VARCHAR(64) NOT NULL,
    approval_id CHAR(36),
    open_key    VARCHAR(64),
    CONSTRAINT staff_roles_in_order CHECK (until_at IS NULL OR until_at >= from_at),
    CONSTRAINT staff_roles_member_fk FOREIGN KEY (member_id) REFERENCES staff_members (id),
    CONSTRAINT staff_roles_open UNIQUE (open_key),
    KEY staff_roles_member_idx (member_id, until_at),
    KEY staff_roles_role_idx (role, until_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Codes that stand in for a lost phone, each once, by keyed hash.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS staff_recovery_codes (
    id         CHAR(36) NOT NULL PRIMARY KEY,
    member_id  CHAR(36) NOT NULL,
    code_index VARCHAR(64) NOT NULL,
    used_at    DATETIME(6),
    CONSTRAINT staff_recovery_codes_member_fk FOREIGN KEY (member_id) REFERENCES staff_members (id),
    CONSTRAINT staff_recovery_codes_code UNIQUE (code_index),
    KEY staff_recovery_codes_member_idx (member_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Who is on leave, from and until which day, and who does his work then.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS staff_absences (
    id         CHAR(36) NOT NULL PRIMARY KEY,
    member_id  CHAR(36) NOT NULL,
    deputy_id  CHAR(36) NOT NULL,
    from_on    CHAR(10) NOT NULL,
    until_on   CHAR(10) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    ended_at   DATETIME(6),
    CONSTRAINT staff_absences_in_order CHECK (until_on >= from_on),
    CONSTRAINT staff_absences_somebody_else CHECK (deputy_id <> member_id),
    CONSTRAINT staff_absences_member_fk FOREIGN KEY (member_id) REFERENCES staff_members (id),
    CONSTRAINT staff_absences_deputy_fk FOREIGN KEY (deputy_id) REFERENCES staff_members (id),
    KEY staff_absences_member_idx (member_id, until_on),
    KEY staff_absences_deputy_idx (deputy_id, until_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS staff_absences;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS staff_recovery_codes;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS staff_roles;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS staff_members;
-- +goose StatementEnd
