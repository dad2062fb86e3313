-- +goose Up
-- Who left WeChat, as a keyed hash, for a day: what he asked for before must not be stored after the deletion.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS wechat_departures (
    app           VARCHAR(8) NOT NULL,
    open_id_index VARCHAR(64) NOT NULL,
    left_at       DATETIME(6) NOT NULL,
    PRIMARY KEY (app, open_id_index),
    KEY wechat_departures_left_idx (left_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS wechat_departures;
-- +goose StatementEnd
