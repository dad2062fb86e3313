-- +goose Up
-- The tree of service stations. A path is the codes from the root, each ended by a slash; scopes are prefixes of it.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS stations (
    id         CHAR(36) NOT NULL PRIMARY KEY,
    code       VARCHAR(32) NOT NULL,
    name       VARCHAR(120) NOT NULL,
    short_name VARCHAR(60) NOT NULL,
    level      VARCHAR(16) NOT NULL,
    parent_id  CHAR(36),
    path       VARCHAR(190) NOT NULL,
    address    VARCHAR(255) NOT NULL,
    lat        DOUBLE NOT NULL,
    lng        DOUBLE NOT NULL,
    phone      VARCHAR(40) NOT NULL,
    contact    VARCHAR(40) NOT NULL,
    hours      VARCHAR(120) NOT NULL,
    services   TEXT NOT NULL,
    CONSTRAINT stations_code UNIQUE (code),
    CONSTRAINT stations_path UNIQUE (path),
    CONSTRAINT stations_level_given CHECK (level <> ''),
    CONSTRAINT stations_path_ends CHECK (path LIKE '%/'),
    CONSTRAINT stations_on_earth CHECK (lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180),
    CONSTRAINT stations_parent_fk FOREIGN KEY (parent_id) REFERENCES stations (id),
    KEY stations_parent_idx (parent_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS stations;
-- +goose StatementEnd
