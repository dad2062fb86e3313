-- +goose Up
-- Letters and visits. What was asked is sealed; the phone tail is the second proof for reading a case.
CREATE TABLE petitions (
    id           TEXT NOT NULL PRIMARY KEY,
    number       TEXT NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    person_id    TEXT,
    petitioner   BLOB NOT NULL,
    phone        BLOB NOT NULL,
    phone_index  TEXT NOT NULL,
    phone_tail   TEXT NOT NULL,
    body         BLOB NOT NULL,
    station_id   TEXT NOT NULL,
    station_path TEXT NOT NULL,
    receiver     TEXT NOT NULL,
    received_at  DATETIME NOT NULL,
    notice_due   TEXT NOT NULL,
    answer_due   TEXT NOT NULL,
    accepted_on  TEXT NOT NULL,
    answered_on  TEXT NOT NULL,
    updated_at   DATETIME NOT NULL,
    CONSTRAINT petitions_number_taken UNIQUE (number),
    CONSTRAINT petitions_kind_known CHECK (kind IN ('suggestion', 'accusation', 'appeal')),
    CONSTRAINT petitions_state_known CHECK (state IN ('registered', 'accepted', 'referred', 'rejected', 'extended', 'answered', 'in_review', 'closed')),
    CONSTRAINT petitions_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT petitions_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT petitions_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE
);
CREATE INDEX petitions_person_idx ON petitions (person_id, received_at);
CREATE INDEX petitions_phone_idx ON petitions (phone_index);
CREATE INDEX petitions_station_idx ON petitions (station_id);
CREATE INDEX petitions_path_idx ON petitions (station_path, state, received_at);
CREATE INDEX petitions_notice_idx ON petitions (state, notice_due);
CREATE INDEX petitions_answer_idx ON petitions (state, answer_due);

-- What happened to a petition, in words the petitioner may read.
CREATE TABLE petition_steps (
    id          TEXT NOT NULL PRIMARY KEY,
    petition_id TEXT NOT NULL,
    at          DATETIME NOT NULL,
    state       TEXT NOT NULL,
    text        TEXT NOT NULL,
    CONSTRAINT petition_steps_state_known CHECK (state IN ('registered', 'accepted', 'referred', 'rejected', 'extended', 'answered', 'in_review', 'closed')),
    CONSTRAINT petition_steps_petition_fk FOREIGN KEY (petition_id) REFERENCES petitions (id)
);
CREATE INDEX petition_steps_petition_idx ON petition_steps (petition_id, at);

-- +goose Down
DROP TABLE petition_steps;
DROP TABLE petitions;
