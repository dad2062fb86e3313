-- +goose Up
-- Who works for the bureau. epoch counts changes of what proves who one is: a login of an earlier one is over. token_index is an invitation that waits.
CREATE TABLE staff_members (
    id           uuid NOT NULL PRIMARY KEY,
    login        TEXT COLLATE "C" NOT NULL,
    name         TEXT COLLATE "C" NOT NULL,
    full_name    bytea NOT NULL,
    station_id   uuid NOT NULL,
    station_path TEXT COLLATE "C" NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    password     bytea NOT NULL,
    password_at  timestamptz,
    totp_secret  bytea NOT NULL,
    totp_step    BIGINT NOT NULL,
    token_index  TEXT COLLATE "C",
    token_until  timestamptz,
    epoch        BIGINT NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT staff_members_state_known CHECK (state IN ('invited', 'active', 'disabled', 'left')),
    CONSTRAINT staff_members_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT staff_members_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    CONSTRAINT staff_members_login UNIQUE (login),
    CONSTRAINT staff_members_token UNIQUE (token_index)
);
CREATE INDEX staff_members_path_idx ON staff_members (station_path, id);

-- What each works as, since and until when, and who said so. open_key is there while it holds.
CREATE TABLE staff_roles (
    id          uuid NOT NULL PRIMARY KEY,
    member_id   uuid NOT NULL,
    role        TEXT COLLATE "C" NOT NULL,
    from_at     timestamptz NOT NULL,
    until_at    timestamptz,
    granted_by  TEXT COLLATE "C" NOT NULL,
    approval_id uuid,
    open_key    TEXT COLLATE "C",
    CONSTRAINT staff_roles_in_order CHECK (until_at IS NULL OR until_at >= from_at),
    CONSTRAINT staff_roles_member_fk FOREIGN KEY (member_id) REFERENCES staff_members (id),
    CONSTRAINT staff_roles_open UNIQUE (open_key)
);
CREATE INDEX staff_roles_member_idx ON staff_roles (member_id, until_at);
CREATE INDEX staff_roles_role_idx ON staff_roles (role, until_at);

-- Codes that stand in for a lost phone, each once, by keyed hash.
CREATE TABLE staff_recovery_codes (
    id         uuid NOT NULL PRIMARY KEY,
    member_id  uuid NOT NULL,
    code_index TEXT COLLATE "C" NOT NULL,
    used_at    timestamptz,
    CONSTRAINT staff_recovery_codes_member_fk FOREIGN KEY (member_id) REFERENCES staff_members (id),
    CONSTRAINT staff_recovery_codes_code UNIQUE (code_index)
);
CREATE INDEX staff_recovery_codes_member_idx ON staff_recovery_codes (member_id);

-- Who is on leave, from and until which day, and who does his work then.
CREATE TABLE staff_absences (
    id         uuid NOT NULL PRIMARY KEY,
    member_id  uuid NOT NULL,
    deputy_id  uuid NOT NULL,
    from_on    TEXT COLLATE "C" NOT NULL,
    until_on   TEXT COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at   timestamptz,
    CONSTRAINT staff_absences_in_order CHECK (until_on >= from_on),
    CONSTRAINT staff_absences_somebody_else CHECK (deputy_id <> member_id),
    CONSTRAINT staff_absences_member_fk FOREIGN KEY (member_id) REFERENCES staff_members (id),
    CONSTRAINT staff_absences_deputy_fk FOREIGN KEY (deputy_id) REFERENCES staff_members (id)
);
CREATE INDEX staff_absences_member_idx ON staff_absences (member_id, until_on);
CREATE INDEX staff_absences_deputy_idx ON staff_absences (deputy_id, until_on);

-- +goose Down
DROP TABLE staff_absences;
DROP TABLE staff_recovery_codes;
DROP TABLE staff_roles;
DROP TABLE staff_members;
