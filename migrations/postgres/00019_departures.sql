-- +goose Up
-- Who left WeChat, as a keyed hash, for a day: what he asked for before must not be stored after the deletion.
CREATE TABLE wechat_departures (
    app           TEXT COLLATE "C" NOT NULL,
    open_id_index TEXT COLLATE "C" NOT NULL,
    left_at       timestamptz NOT NULL,
    PRIMARY KEY (app, open_id_index)
);
CREATE INDEX wechat_departures_left_idx ON wechat_departures (left_at);

-- +goose Down
DROP TABLE wechat_departures;
