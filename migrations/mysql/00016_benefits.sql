-- +goose Up
-- What people are entitled to, with source and confidence.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS benefits (
    code            VARCHAR(64) NOT NULL PRIMARY KEY,
    title           VARCHAR(200) NOT NULL,
    topic           VARCHAR(40) NOT NULL,
    statuses        VARCHAR(120) NOT NULL,
    who             TEXT NOT NULL,
    conditions      TEXT NOT NULL,
    gives           TEXT NOT NULL,
    documents       TEXT NOT NULL,
    apply_at        TEXT NOT NULL,
    source          TEXT NOT NULL,
    confidence      VARCHAR(32) NOT NULL,
    history         BOOLEAN NOT NULL,
    asks            TEXT NOT NULL,
    effective_from  CHAR(10) NOT NULL,
    effective_until CHAR(10) NOT NULL,
    sort_order      INT NOT NULL,
    CONSTRAINT benefits_confidence_known CHECK (confidence IN ('found', 'known_unverified', 'title_only')),
    CONSTRAINT benefits_in_order CHECK (effective_until = '' OR effective_until >= effective_from)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Applications for the preferential card. The card is also a bank card: no bank number is kept.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS benefit_cards (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    person_id    CHAR(36) NOT NULL,
    station_id   CHAR(36) NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    state        VARCHAR(16) NOT NULL,
    card_number  BLOB NOT NULL,
    number_index VARCHAR(64) NOT NULL,
    reason       VARCHAR(255) NOT NULL,
    applied_on   CHAR(10) NOT NULL,
    updated_on   CHAR(10) NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    CONSTRAINT benefit_cards_state_known CHECK (state IN ('received', 'reviewed', 'filed', 'making', 'ready', 'issued', 'refused')),
    CONSTRAINT benefit_cards_refused_has_reason CHECK (state <> 'refused' OR reason <> ''),
    CONSTRAINT benefit_cards_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT benefit_cards_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT benefit_cards_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    KEY benefit_cards_person_idx (person_id, created_at),
    KEY benefit_cards_number_idx (number_index),
    KEY benefit_cards_path_idx (station_path, state)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Pensions and subsidies due month by month, in fen.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS benefit_payments (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    person_id    CHAR(36) NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    subject      VARCHAR(60) NOT NULL,
    month        VARCHAR(7) NOT NULL,
    due_on       CHAR(10) NOT NULL,
    paid_on      CHAR(10) NOT NULL,
    fen          BIGINT NOT NULL,
    late         VARCHAR(255) NOT NULL,
    CONSTRAINT benefit_payments_once UNIQUE (person_id, subject, month),
    CONSTRAINT benefit_payments_amount CHECK (fen >= 0),
    CONSTRAINT benefit_payments_month_form CHECK (LENGTH(month) = 7),
    CONSTRAINT benefit_payments_due_given CHECK (LENGTH(due_on) = 10),
    CONSTRAINT benefit_payments_person_fk FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT benefit_payments_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    KEY benefit_payments_person_idx (person_id, due_on),
    KEY benefit_payments_month_idx (month, due_on, paid_on),
    KEY benefit_payments_path_idx (station_path, month)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS benefit_payments;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS benefit_cards;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS benefits;
-- +goose StatementEnd
