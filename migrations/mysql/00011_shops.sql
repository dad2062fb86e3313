-- +goose Up
-- Partner shops. Coordinates are GCJ-02.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS shops (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    name         VARCHAR(120) NOT NULL,
    category     VARCHAR(32) NOT NULL,
    address      VARCHAR(255) NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    lat          DOUBLE NOT NULL,
    lng          DOUBLE NOT NULL,
    phone        VARCHAR(40) NOT NULL,
    hours        VARCHAR(120) NOT NULL,
    state        VARCHAR(16) NOT NULL,
    plaque_no    VARCHAR(40) NOT NULL,
    signed_on    CHAR(10) NOT NULL,
    checked_on   CHAR(10) NOT NULL,
    closed_on    CHAR(10) NOT NULL,
    CONSTRAINT shops_state_known CHECK (state IN ('applied', 'signed', 'suspended', 'closed', 'removed')),
    CONSTRAINT shops_signed_has_day CHECK (state <> 'signed' OR signed_on <> ''),
    CONSTRAINT shops_closed_has_day CHECK (state <> 'closed' OR closed_on <> ''),
    CONSTRAINT shops_on_earth CHECK (lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180),
    CONSTRAINT shops_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    KEY shops_state_idx (state, id),
    KEY shops_path_idx (station_path, state),
    KEY shops_plaque_idx (plaque_no)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- What a shop gives, to whom, between which days.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS shop_offers (
    id       CHAR(36) NOT NULL PRIMARY KEY,
    shop_id  CHAR(36) NOT NULL,
    title    VARCHAR(200) NOT NULL,
    statuses VARCHAR(120) NOT NULL,
    proof    VARCHAR(120) NOT NULL,
    from_on  CHAR(10) NOT NULL,
    until_on CHAR(10) NOT NULL,
    CONSTRAINT shop_offers_in_order CHECK (until_on = '' OR until_on >= from_on),
    CONSTRAINT shop_offers_shop_fk FOREIGN KEY (shop_id) REFERENCES shops (id) ON DELETE CASCADE,
    KEY shop_offers_shop_idx (shop_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS shop_offers;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS shops;
-- +goose StatementEnd
