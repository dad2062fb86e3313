-- +goose Up
-- The tree of service stations. A path is the codes from the root, each ended by a slash; scopes are prefixes of it.
CREATE TABLE stations (
    id         TEXT NOT NULL PRIMARY KEY,
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    short_name TEXT NOT NULL,
    level      TEXT NOT NULL,
    parent_id  TEXT,
    path       TEXT NOT NULL,
    address    TEXT NOT NULL,
    lat        REAL NOT NULL,
    lng        REAL NOT NULL,
    phone      TEXT NOT NULL,
    contact    TEXT NOT NULL,
    hours      TEXT NOT NULL,
    services   TEXT NOT NULL,
    CONSTRAINT stations_code UNIQUE (code),
    CONSTRAINT stations_path UNIQUE (path),
    CONSTRAINT stations_level_given CHECK (level <> ''),
    CONSTRAINT stations_path_ends CHECK (path LIKE '%/'),
    CONSTRAINT stations_on_earth CHECK (lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180),
    CONSTRAINT stations_parent_fk FOREIGN KEY (parent_id) REFERENCES stations (id)
);
CREATE INDEX stations_parent_idx ON stations (parent_id);

-- +goose Down
DROP TABLE stations;
