-- +goose Up
-- What people are entitled to, with source and confidence.
CREATE TABLE benefits (
    code            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    title           TEXT NOT NULL,
    topic           TEXT COLLATE "C" NOT NULL,
    statuses        TEXT COLLATE "C" NOT NULL,
    who             TEXT NOT NULL,
    conditions      TEXT NOT NULL,
    gives           TEXT NOT NULL,
    documents       TEXT NOT NULL,
    apply_at        TEXT NOT NULL,
    source          TEXT NOT NULL,
    confidence      TEXT COLLATE "C" NOT NULL,
    history         boolean NOT NULL,
    asks            TEXT NOT NULL,
    effective_from  TEXT COLLATE "C" NOT NULL,
    effective_until TEXT COLLATE "C" NOT NULL,
    sort_order      integer NOT NULL,
    CONSTRAINT benefits_confidence_known CHECK (confidence IN ('found', 'known_unverified', 'title_only')),
    CONSTRAINT benefits_in_order CHECK (effective_until = '' OR effective_until >= effective_from)
);

-- Applications for the preferential card. The card is also a bank card: no bank number is kept.
CREATE TABLE benefit_cards (
    id           uuid NOT NULL PRIMARY KEY,
    person_id    uuid NOT NULL,
    station_id   uuid NOT NULL,
    station_path TEXT COLLATE "C" NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    card_number  bytea NOT NULL,
    number_index TEXT COLLATE "C" NOT NULL,
    reason       TEXT NOT NULL,
    applied_on   TEXT COLLATE "C" NOT NULL,
    updated_on   TEXT COLLATE "C" NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT benefit_cards_state_known CHECK (state IN ('received', 'reviewed', 'filed', 'making', 'ready', 'issued', 'refused')),
    CONSTRAINT benefit_cards_refused_has_reason CHECK (state <> 'refused' OR reason <> ''),
    CONSTRAINT benefit_cards_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT benefit_cards_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT benefit_cards_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE
);
CREATE INDEX benefit_cards_person_idx ON benefit_cards (person_id, created_at);
CREATE INDEX benefit_cards_number_idx ON benefit_cards (number_index);
CREATE INDEX benefit_cards_path_idx ON benefit_cards (station_path, state);

-- Pensions and subsidies due month by month, in fen.
CREATE TABLE benefit_payments (
    id           uuid NOT NULL PRIMARY KEY,
    person_id    uuid NOT NULL,
    station_path TEXT COLLATE "C" NOT NULL,
    subject      TEXT COLLATE "C" NOT NULL,
    month        TEXT COLLATE "C" NOT NULL,
    due_on       TEXT COLLATE "C" NOT NULL,
    paid_on      TEXT COLLATE "C" NOT NULL,
    fen          bigint NOT NULL,
    late         TEXT NOT NULL,
    CONSTRAINT benefit_payments_once UNIQUE (person_id, subject, month),
    CONSTRAINT benefit_payments_amount CHECK (fen >= 0),
    CONSTRAINT benefit_payments_month_form CHECK (LENGTH(month) = 7),
    CONSTRAINT benefit_payments_due_given CHECK (LENGTH(due_on) = 10),
    CONSTRAINT benefit_payments_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT benefit_payments_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE
);
CREATE INDEX benefit_payments_person_idx ON benefit_payments (person_id, due_on);
CREATE INDEX benefit_payments_month_idx ON benefit_payments (month, due_on, paid_on);
CREATE INDEX benefit_payments_path_idx ON benefit_payments (station_path, month);

-- +goose Down
DROP TABLE benefit_payments;
DROP TABLE benefit_cards;
DROP TABLE benefits;
