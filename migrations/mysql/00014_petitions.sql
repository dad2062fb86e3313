-- +goose Up
-- Letters and visits. What was asked is sealed; the phone tail is the second proof for reading a case.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS petitions (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    number       VARCHAR(16) NOT NULL,
    kind         VARCHAR(16) NOT NULL,
    state        VARCHAR(16) NOT NULL,
    person_id    CHAR(36),
    petitioner   BLOB NOT NULL,
    phone        BLOB NOT NULL,
    phone_index  VARCHAR(64) NOT NULL,
    phone_tail   VARCHAR(64) NOT NULL,
    body         MEDIUMBLOB NOT NULL,
    station_id   CHAR(36) NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    receiver     VARCHAR(40) NOT NULL,
    received_at  DATETIME(6) NOT NULL,
    notice_due   CHAR(10) NOT NULL,
    answer_due   CHAR(10) NOT NULL,
    accepted_on  CHAR(10) NOT NULL,
    answered_on  CHAR(10) NOT NULL,
    updated_at   DATETIME(6) NOT NULL,
    CONSTRAINT petitions_number_taken UNIQUE (number),
    CONSTRAINT petitions_kind_known CHECK (kind IN ('suggestion', 'accusation', 'appeal')),
    CONSTRAINT petitions_state_known CHECK (state IN ('registered', 'accepted', 'referred', 'rejected', 'extended', 'answered', 'in_review', 'closed')),
    CONSTRAINT petitions_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT petitions_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT petitions_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    KEY petitions_person_idx (person_id, received_at),
    KEY petitions_phone_idx (phone_index),
    KEY petitions_station_idx (station_id),
    KEY petitions_path_idx (station_path, state, received_at),
    KEY petitions_notice_idx (state, notice_due),
    KEY petitions_answer_idx (state, answer_due)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- What happened to a petition, in words the petitioner may read.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS petition_steps (
    id          CHAR(36) NOT NULL PRIMARY KEY,
    petition_id CHAR(36) NOT NULL,
    at          DATETIME(6) NOT NULL,
    state       VARCHAR(16) NOT NULL,
    text        TEXT NOT NULL,
    CONSTRAINT petition_steps_state_known CHECK (state IN ('registered', 'accepted', 'referred', 'rejected', 'extended', 'answered', 'in_review', 'closed')),
    CONSTRAINT petition_steps_petition_fk FOREIGN KEY (petition_id) REFERENCES petitions (id),
    KEY petition_steps_petition_idx (petition_id, at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS petition_steps;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS petitions;
-- +goose StatementEnd
