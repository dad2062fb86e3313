-- +goose Up
-- What one can come for. Services that are not limited are a right: a full slot never blocks them.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS appointment_services (
    code       VARCHAR(32) NOT NULL PRIMARY KEY,
    minutes    INT NOT NULL,
    documents  TEXT NOT NULL,
    limited    BOOLEAN NOT NULL,
    sort_order INT NOT NULL,
    CONSTRAINT appointment_services_minutes_positive CHECK (minutes > 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Spans that can be booked. taken never passes capacity.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS appointment_slots (
    id           CHAR(36) NOT NULL PRIMARY KEY,
    station_id   CHAR(36) NOT NULL,
    station_path VARCHAR(190) NOT NULL,
    service      VARCHAR(32) NOT NULL,
    day          CHAR(10) NOT NULL,
    starts_at    DATETIME(6) NOT NULL,
    ends_at      DATETIME(6) NOT NULL,
    `window`     VARCHAR(40) NOT NULL,
    capacity     INT NOT NULL,
    taken        INT NOT NULL,
    CONSTRAINT appointment_slots_once UNIQUE (station_id, service, starts_at, `window`),
    CONSTRAINT appointment_slots_room CHECK (taken BETWEEN 0 AND capacity),
    CONSTRAINT appointment_slots_in_order CHECK (ends_at > starts_at),
    CONSTRAINT appointment_slots_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT appointment_slots_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    CONSTRAINT appointment_slots_service_fk FOREIGN KEY (service) REFERENCES appointment_services (code),
    KEY appointment_slots_free_idx (service, day, starts_at),
    KEY appointment_slots_path_idx (station_path, day)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Promises of a slot.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS appointment_bookings (
    id         CHAR(36) NOT NULL PRIMARY KEY,
    number     VARCHAR(16) NOT NULL,
    slot_id    CHAR(36) NOT NULL,
    subject_id CHAR(36) NOT NULL,
    booker_id  CHAR(36) NOT NULL,
    status     VARCHAR(16) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    CONSTRAINT appointment_bookings_number_taken UNIQUE (number),
    CONSTRAINT appointment_bookings_status_known CHECK (status IN ('booked', 'arrived', 'fulfilled', 'cancelled', 'noshow')),
    CONSTRAINT appointment_bookings_slot_fk FOREIGN KEY (slot_id) REFERENCES appointment_slots (id),
    CONSTRAINT appointment_bookings_subject_fk FOREIGN KEY (subject_id) REFERENCES people (id),
    CONSTRAINT appointment_bookings_booker_fk FOREIGN KEY (booker_id) REFERENCES people (id),
    KEY appointment_bookings_slot_idx (slot_id, status),
    KEY appointment_bookings_subject_idx (subject_id, created_at),
    KEY appointment_bookings_booker_idx (booker_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS appointment_bookings;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS appointment_slots;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS appointment_services;
-- +goose StatementEnd
