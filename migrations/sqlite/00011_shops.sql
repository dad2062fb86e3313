-- +goose Up
-- Partner shops. Coordinates are GCJ-02.
CREATE TABLE shops (
    id           TEXT NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    category     TEXT NOT NULL,
    address      TEXT NOT NULL,
    station_path TEXT NOT NULL,
    lat          REAL NOT NULL,
    lng          REAL NOT NULL,
    phone        TEXT NOT NULL,
    hours        TEXT NOT NULL,
    state        TEXT NOT NULL,
    plaque_no    TEXT NOT NULL,
    signed_on    TEXT NOT NULL,
    checked_on   TEXT NOT NULL,
    closed_on    TEXT NOT NULL,
    CONSTRAINT shops_state_known CHECK (state IN ('applied', 'signed', 'suspended', 'closed', 'removed')),
    CONSTRAINT shops_signed_has_day CHECK (state <> 'signed' OR signed_on <> ''),
    CONSTRAINT shops_closed_has_day CHECK (state <> 'closed' OR closed_on <> ''),
    CONSTRAINT shops_on_earth CHECK (lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180),
    CONSTRAINT shops_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE
);
CREATE INDEX shops_state_idx ON shops (state, id);
CREATE INDEX shops_path_idx ON shops (station_path, state);
CREATE INDEX shops_plaque_idx ON shops (plaque_no);

-- What a shop gives, to whom, between which days.
CREATE TABLE shop_offers (
    id       TEXT NOT NULL PRIMARY KEY,
    shop_id  TEXT NOT NULL,
    title    TEXT NOT NULL,
    statuses TEXT NOT NULL,
    proof    TEXT NOT NULL,
    from_on  TEXT NOT NULL,
    until_on TEXT NOT NULL,
    CONSTRAINT shop_offers_in_order CHECK (until_on = '' OR until_on >= from_on),
    CONSTRAINT shop_offers_shop_fk FOREIGN KEY (shop_id) REFERENCES shops (id) ON DELETE CASCADE
);
CREATE INDEX shop_offers_shop_idx ON shop_offers (shop_id);

-- +goose Down
DROP TABLE shop_offers;
DROP TABLE shops;
