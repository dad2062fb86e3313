-- +goose Up
-- Entitled people and their relatives. Serving soldiers are never listed.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS people (
    id              CHAR(36) NOT NULL PRIMARY KEY,
    name            BLOB NOT NULL,
    name_index      VARCHAR(64) NOT NULL,
    sex             VARCHAR(1) NOT NULL,
    born_on         CHAR(10) NOT NULL,
    died_on         CHAR(10) NOT NULL,
    id_number       BLOB NOT NULL,
    id_number_index VARCHAR(64) NOT NULL,
    phone           BLOB NOT NULL,
    phone_index     VARCHAR(64) NOT NULL,
    address         BLOB NOT NULL,
    station_id      CHAR(36) NOT NULL,
    station_path    VARCHAR(190) NOT NULL,
    created_at      DATETIME(6) NOT NULL,
    id_number_index_key VARCHAR(64) GENERATED ALWAYS AS (NULLIF(id_number_index, '')) STORED,
    CONSTRAINT people_sex_known CHECK (sex IN ('', 'm', 'f')),
    CONSTRAINT people_in_order CHECK (died_on = '' OR died_on >= born_on),
    CONSTRAINT people_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT people_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    KEY people_name_idx (name_index),
    KEY people_phone_idx (phone_index),
    KEY people_station_idx (station_id),
    KEY people_path_idx (station_path, id),
    CONSTRAINT people_id_number UNIQUE (id_number_index_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- The statuses people hold. 'active' is no status here: there is no roster of serving soldiers.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS person_statuses (
    id        CHAR(36) NOT NULL PRIMARY KEY,
    person_id CHAR(36) NOT NULL,
    status    VARCHAR(32) NOT NULL,
    level     INT NOT NULL,
    cause     VARCHAR(16) NOT NULL,
    kind      VARCHAR(16) NOT NULL,
    from_on   CHAR(10) NOT NULL,
    until_on  CHAR(10) NOT NULL,
    seen_on   CHAR(10) NOT NULL,
    CONSTRAINT person_statuses_status_known CHECK (status IN ('veteran', 'disabled_veteran', 'military_family', 'bereaved_family', 'other')),
    CONSTRAINT person_statuses_level_range CHECK (level BETWEEN 0 AND 10 AND (level = 0 OR status = 'disabled_veteran')),
    CONSTRAINT person_statuses_cause_known CHECK (cause IN ('', 'war', 'duty', 'illness') AND (cause = '' OR status = 'disabled_veteran')),
    CONSTRAINT person_statuses_kind_known CHECK (kind IN ('', 'martyr', 'duty', 'illness') AND (kind = '' OR status = 'bereaved_family')),
    CONSTRAINT person_statuses_in_order CHECK (until_on = '' OR until_on >= from_on),
    CONSTRAINT person_statuses_person_fk FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE,
    KEY person_statuses_person_idx (person_id),
    KEY person_statuses_status_idx (status, until_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Who is whose relative.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS person_relations (
    id          CHAR(36) NOT NULL PRIMARY KEY,
    person_id   CHAR(36) NOT NULL,
    relative_id CHAR(36) NOT NULL,
    kind        VARCHAR(16) NOT NULL,
    CONSTRAINT person_relations_once UNIQUE (person_id, relative_id, kind),
    CONSTRAINT person_relations_kind_known CHECK (kind IN ('spouse', 'parent', 'child', 'sibling')),
    CONSTRAINT person_relations_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT person_relations_relative_fk FOREIGN KEY (relative_id) REFERENCES people (id),
    KEY person_relations_relative_idx (relative_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- WeChat accounts while they follow. claimed is what someone says of himself, the only place where 'active' may stand.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS wechat_accounts (
    id            CHAR(36) NOT NULL PRIMARY KEY,
    app           VARCHAR(8) NOT NULL,
    open_id       BLOB NOT NULL,
    open_id_index VARCHAR(64) NOT NULL,
    person_id     CHAR(36),
    verified      BOOLEAN NOT NULL,
    claimed       VARCHAR(32) NOT NULL,
    followed_at   DATETIME(6) NOT NULL,
    scene         VARCHAR(120) NOT NULL,
    CONSTRAINT wechat_accounts_openid UNIQUE (app, open_id_index),
    CONSTRAINT wechat_accounts_app_known CHECK (app IN ('oa', 'mini')),
    CONSTRAINT wechat_accounts_claimed_known CHECK (claimed IN ('', 'active', 'veteran', 'disabled_veteran', 'military_family', 'bereaved_family', 'other')),
    CONSTRAINT wechat_accounts_verified_is_someone CHECK (NOT verified OR person_id IS NOT NULL),
    CONSTRAINT wechat_accounts_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    KEY wechat_accounts_person_idx (person_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS wechat_accounts;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS person_relations;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS person_statuses;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS people;
-- +goose StatementEnd
