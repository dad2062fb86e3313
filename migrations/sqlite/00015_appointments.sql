-- +goose Up
-- What one can come for. Services that are not limited are a right: a full slot never blocks them.
CREATE TABLE appointment_services (
    code       TEXT NOT NULL PRIMARY KEY,
    minutes    INTEGER NOT NULL,
    documents  TEXT NOT NULL,
    limited    BOOLEAN NOT NULL,
    sort_order INTEGER NOT NULL,
    CONSTRAINT appointment_services_minutes_positive CHECK (minutes > 0)
);

-- Spans that can be booked. taken never passes capacity.
CREATE TABLE appointment_slots (
    id           TEXT NOT NULL PRIMARY KEY,
    station_id   TEXT NOT NULL,
    station_path TEXT NOT NULL,
    service      TEXT NOT NULL,
    day          TEXT NOT NULL,
    starts_at    DATETIME NOT NULL,
    ends_at      DATETIME NOT NULL,
    "window"     TEXT NOT NULL,
    capacity     INTEGER NOT NULL,
    taken        INTEGER NOT NULL,
    CONSTRAINT appointment_slots_once UNIQUE (station_id, service, starts_at, "window"),
    CONSTRAINT appointment_slots_room CHECK (taken BETWEEN 0 AND capacity),
    CONSTRAINT appointment_slots_in_order CHECK (ends_at > starts_at),
    CONSTRAINT appointment_slots_station_fk FOREIGN KEY (station_id) REFERENCES stations (id),
    CONSTRAINT appointment_slots_path_fk FOREIGN KEY (station_path) REFERENCES stations (path) ON UPDATE CASCADE,
    CONSTRAINT appointment_slots_service_fk FOREIGN KEY (service) REFERENCES appointment_services (code)
);
CREATE INDEX appointment_slots_free_idx ON appointment_slots (service, day, starts_at);
CREATE INDEX appointment_slots_path_idx ON appointment_slots (station_path, day);

-- Promises of a slot.
CREATE TABLE appointment_bookings (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT NOT NULL,
    slot_id    TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    booker_id  TEXT NOT NULL,
    status     TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT appointment_bookings_number_taken UNIQUE (number),
    CONSTRAINT appointment_bookings_status_known CHECK (status IN ('booked', 'arrived', 'fulfilled', 'cancelled', 'noshow')),
    CONSTRAINT appointment_bookings_slot_fk FOREIGN KEY (slot_id) REFERENCES appointment_slots (id),
    CONSTRAINT appointment_bookings_subject_fk FOREIGN KEY (subject_id) REFERENCES people (id),
    CONSTRAINT appointment_bookings_booker_fk FOREIGN KEY (booker_id) REFERENCES people (id)
);
CREATE INDEX appointment_bookings_slot_idx ON appointment_bookings (slot_id, status);
CREATE INDEX appointment_bookings_subject_idx ON appointment_bookings (subject_id, created_at);
CREATE INDEX appointment_bookings_booker_idx ON appointment_bookings (booker_id);

-- +goose Down
DROP TABLE appointment_bookings;
DROP TABLE appointment_slots;
DROP TABLE appointment_services;
