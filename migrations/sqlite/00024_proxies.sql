-- +goose Up
-- Who may act for whom, in what and until when; how he who is acted for agreed; and how it ended. Scopes are words; there is none for ride codes.
CREATE TABLE proxies (
    id           TEXT NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    agent_id     TEXT NOT NULL,
    scopes       TEXT NOT NULL,
    from_on      TEXT NOT NULL,
    until_on     TEXT NOT NULL,
    how          TEXT NOT NULL,
    consent_at   DATETIME NOT NULL,
    witness_id   TEXT,
    station_id   TEXT,
    state        TEXT NOT NULL,
    ended_at     DATETIME,
    ended_by     TEXT NOT NULL,
    reason       TEXT NOT NULL,
    created_at   DATETIME NOT NULL,
    CONSTRAINT proxies_kind_known CHECK (kind IN ('family', 'survivor')),
    CONSTRAINT proxies_two CHECK (principal_id <> agent_id OR state <> 'active'),
    CONSTRAINT proxies_in_order CHECK (until_on >= from_on),
    CONSTRAINT proxies_how_known CHECK (how IN ('app', 'code', 'paper', 'handover')),
    CONSTRAINT proxies_witnessed CHECK (how = 'app' OR witness_id IS NOT NULL),
    CONSTRAINT proxies_state_known CHECK (state IN ('active', 'revoked', 'ended')),
    CONSTRAINT proxies_ended_when CHECK ((state = 'active') = (ended_at IS NULL)),
    CONSTRAINT proxies_principal_fk FOREIGN KEY (principal_id) REFERENCES people (id),
    CONSTRAINT proxies_agent_fk FOREIGN KEY (agent_id) REFERENCES people (id),
    CONSTRAINT proxies_station_fk FOREIGN KEY (station_id) REFERENCES stations (id)
);
CREATE INDEX proxies_principal_idx ON proxies (principal_id, id);
CREATE INDEX proxies_agent_idx ON proxies (agent_id, id);

-- A code of nine digits, by keyed hash, with which somebody offers to be acted for or asks to act. It is good once.
CREATE TABLE proxy_invitations (
    id         TEXT NOT NULL PRIMARY KEY,
    side       TEXT NOT NULL,
    maker_id   TEXT NOT NULL,
    scopes     TEXT NOT NULL,
    until_on   TEXT NOT NULL,
    code_index TEXT NOT NULL,
    state      TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    settled_at DATETIME,
    proxy_id   TEXT,
    CONSTRAINT proxy_invitations_code UNIQUE (code_index),
    CONSTRAINT proxy_invitations_side_known CHECK (side IN ('principal', 'agent')),
    CONSTRAINT proxy_invitations_state_known CHECK (state IN ('asked', 'accepted', 'refused', 'withdrawn')),
    CONSTRAINT proxy_invitations_maker_fk FOREIGN KEY (maker_id) REFERENCES people (id),
    CONSTRAINT proxy_invitations_proxy_fk FOREIGN KEY (proxy_id) REFERENCES proxies (id)
);
CREATE INDEX proxy_invitations_maker_idx ON proxy_invitations (maker_id, id);

-- Booker, subject and attendee are three people. No attendee: the subject comes himself.
ALTER TABLE appointment_bookings ADD COLUMN attendee_id TEXT REFERENCES people (id);
CREATE INDEX appointment_bookings_attendee_idx ON appointment_bookings (attendee_id);

-- What was done in a person's name.
CREATE INDEX audit_entries_for ON audit_entries (actor_for, id) WHERE actor_for <> '';

-- +goose Down
DROP INDEX audit_entries_for;
DROP INDEX appointment_bookings_attendee_idx;
ALTER TABLE appointment_bookings DROP COLUMN attendee_id;
DROP TABLE proxy_invitations;
DROP TABLE proxies;
