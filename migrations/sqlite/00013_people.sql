-- +goose Up
-- Entitled people and their relatives. Serving soldiers are never listed.
CREATE TABLE people (
    id              TEXT NOT NULL PRIMARY KEY,
    name            BLOB NOT NULL,
    name_index      TEXT NOT NULL,
    sex             TEXT NOT NULL,
    born_on         TEXT NOT NULL,
    died_on         TEXT NOT NULL,
    id_number       BLOB NOT NULL,
    id_number_index TEXT NOT NULL,
    phone           BLOB NOT NULL,
    phone_index     TEXT NOT NULL,
    address         BLOB NOT NULL,
    station_id      TEXT NOT NULL,
    station_path    TEXT NOT NULL,
    created_at      DATETIME NOT NULL,
    CONSTRAINT people_sex_known CHECK (sex IN ('', 'm', 'f')),
    CONSTRAINT people_in_order CHECK (died_on = '' OR died_on >= born_on),
    CONSTRAINT people_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT people_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE
);
CREATE INDEX people_name_idx ON people (name_index);
CREATE INDEX people_phone_idx ON people (phone_index);
CREATE INDEX people_station_idx ON people (station_id);
CREATE INDEX people_path_idx ON people (station_path, id);
CREATE UNIQUE INDEX people_id_number ON people (id_number_index) WHERE id_number_index <> '';

-- The statuses people hold. 'active' is no status here: there is no roster of serving soldiers.
CREATE TABLE person_statuses (
    id        TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    status    TEXT NOT NULL,
    level     INTEGER NOT NULL,
    cause     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    from_on   TEXT NOT NULL,
    until_on  TEXT NOT NULL,
    seen_on   TEXT NOT NULL,
    CONSTRAINT person_statuses_status_known CHECK (status IN ('veteran', 'disabled_veteran', 'military_family', 'bereaved_family', 'other')),
    CONSTRAINT person_statuses_level_range CHECK (level BETWEEN 0 AND 10 AND (level = 0 OR status = 'disabled_veteran')),
    CONSTRAINT person_statuses_cause_known CHECK (cause IN ('', 'war', 'duty', 'illness') AND (cause = '' OR status = 'disabled_veteran')),
    CONSTRAINT person_statuses_kind_known CHECK (kind IN ('', 'martyr', 'duty', 'illness') AND (kind = '' OR status = 'bereaved_family')),
    CONSTRAINT person_statuses_in_order CHECK (until_on = '' OR until_on >= from_on),
    CONSTRAINT person_statuses_person_fk FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE
);
CREATE INDEX person_statuses_person_idx ON person_statuses (person_id);
CREATE INDEX person_statuses_status_idx ON person_statuses (status, until_on);

-- Who is whose relative.
CREATE TABLE person_relations (
    id          TEXT NOT NULL PRIMARY KEY,
    person_id   TEXT NOT NULL,
    relative_id TEXT NOT NULL,
    kind        TEXT NOT NULL,
    CONSTRAINT person_relations_once UNIQUE (person_id, relative_id, kind),
    CONSTRAINT person_relations_kind_known CHECK (kind IN ('spouse', 'parent', 'child', 'sibling')),
    CONSTRAINT person_relations_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT person_relations_relative_fk FOREIGN KEY (relative_id) REFERENCES people (id)
);
CREATE INDEX person_relations_relative_idx ON person_relations (relative_id);

-- WeChat accounts while they follow. claimed is what someone says of himself, the only place where 'active' may stand.
CREATE TABLE wechat_accounts (
    id            TEXT NOT NULL PRIMARY KEY,
    app           TEXT NOT NULL,
    open_id       BLOB NOT NULL,
    open_id_index TEXT NOT NULL,
    person_id     TEXT,
    verified      BOOLEAN NOT NULL,
    claimed       TEXT NOT NULL,
    followed_at   DATETIME NOT NULL,
    scene         TEXT NOT NULL,
    CONSTRAINT wechat_accounts_openid UNIQUE (app, open_id_index),
    CONSTRAINT wechat_accounts_app_known CHECK (app IN ('oa', 'mini')),
    CONSTRAINT wechat_accounts_claimed_known CHECK (claimed IN ('', 'active', 'veteran', 'disabled_veteran', 'military_family', 'bereaved_family', 'other')),
    CONSTRAINT wechat_accounts_verified_is_someone CHECK (NOT verified OR person_id IS NOT NULL),
    CONSTRAINT wechat_accounts_person_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX wechat_accounts_person_idx ON wechat_accounts (person_id);

-- +goose Down
DROP TABLE wechat_accounts;
DROP TABLE person_relations;
DROP TABLE person_statuses;
DROP TABLE people;
