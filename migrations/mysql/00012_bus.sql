-- +goose Up
-- GTFS agency.txt.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS bus_agencies (
    agency_id VARCHAR(64) NOT NULL PRIMARY KEY,
    name      VARCHAR(120) NOT NULL,
    phone     VARCHAR(40) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- GTFS routes.txt; pioneer marks a 拥军先锋号 line.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS bus_routes (
    route_id   VARCHAR(64) NOT NULL PRIMARY KEY,
    agency_id  VARCHAR(64) NOT NULL,
    short_name VARCHAR(60) NOT NULL,
    long_name  VARCHAR(200) NOT NULL,
    type       INT NOT NULL,
    pioneer    BOOLEAN NOT NULL,
    sort_order INT NOT NULL,
    CONSTRAINT bus_routes_agency_fk FOREIGN KEY (agency_id) REFERENCES bus_agencies (agency_id),
    KEY bus_routes_agency_idx (agency_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- GTFS stops.txt. Coordinates are WGS-84, as in the feed.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS bus_stops (
    stop_id VARCHAR(64) NOT NULL PRIMARY KEY,
    name    VARCHAR(120) NOT NULL,
    lat     DOUBLE NOT NULL,
    lng     DOUBLE NOT NULL,
    CONSTRAINT bus_stops_on_earth CHECK (lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- GTFS calendar.txt; weekdays is seven 0 or 1, Monday first.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS bus_services (
    service_id VARCHAR(64) NOT NULL PRIMARY KEY,
    weekdays   VARCHAR(7) NOT NULL,
    start_on   CHAR(10) NOT NULL,
    end_on     CHAR(10) NOT NULL,
    CONSTRAINT bus_services_weekdays_seven CHECK (LENGTH(weekdays) = 7),
    CONSTRAINT bus_services_in_order CHECK (end_on >= start_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- GTFS calendar_dates.txt.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS bus_service_exceptions (
    service_id VARCHAR(64) NOT NULL,
    day        CHAR(10) NOT NULL,
    added      BOOLEAN NOT NULL,
    PRIMARY KEY (service_id, day),
    CONSTRAINT bus_service_exceptions_service_fk FOREIGN KEY (service_id) REFERENCES bus_services (service_id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- GTFS trips.txt.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS bus_trips (
    trip_id    VARCHAR(64) NOT NULL PRIMARY KEY,
    route_id   VARCHAR(64) NOT NULL,
    service_id VARCHAR(64) NOT NULL,
    direction  INT NOT NULL,
    headsign   VARCHAR(120) NOT NULL,
    CONSTRAINT bus_trips_direction_known CHECK (direction IN (0, 1)),
    CONSTRAINT bus_trips_route_fk FOREIGN KEY (route_id) REFERENCES bus_routes (route_id),
    CONSTRAINT bus_trips_service_fk FOREIGN KEY (service_id) REFERENCES bus_services (service_id),
    KEY bus_trips_route_idx (route_id),
    KEY bus_trips_service_idx (service_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- GTFS stop_times.txt in seconds of the service day, which may pass 86400.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS bus_stop_times (
    trip_id       VARCHAR(64) NOT NULL,
    stop_sequence INT NOT NULL,
    stop_id       VARCHAR(64) NOT NULL,
    arrival       INT NOT NULL,
    departure     INT NOT NULL,
    PRIMARY KEY (trip_id, stop_sequence),
    CONSTRAINT bus_stop_times_in_order CHECK (departure >= arrival AND arrival >= 0),
    CONSTRAINT bus_stop_times_trip_fk FOREIGN KEY (trip_id) REFERENCES bus_trips (trip_id) ON DELETE CASCADE,
    CONSTRAINT bus_stop_times_stop_fk FOREIGN KEY (stop_id) REFERENCES bus_stops (stop_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- GTFS frequencies.txt with exact times.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS bus_frequencies (
    trip_id      VARCHAR(64) NOT NULL,
    start_time   INT NOT NULL,
    end_time     INT NOT NULL,
    headway_secs INT NOT NULL,
    PRIMARY KEY (trip_id, start_time),
    CONSTRAINT bus_frequencies_runs CHECK (end_time > start_time AND start_time >= 0 AND headway_secs > 0),
    CONSTRAINT bus_frequencies_trip_fk FOREIGN KEY (trip_id) REFERENCES bus_trips (trip_id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- Fare concessions as rules: status, route or agency, dates, with proof and source.
-- +goose StatementBegin
CREATE TABLE IF NOT EXISTS bus_concessions (
    id          CHAR(36) NOT NULL PRIMARY KEY,
    status      VARCHAR(32) NOT NULL,
    route_id    VARCHAR(64) NOT NULL,
    agency_id   VARCHAR(64) NOT NULL,
    fare        VARCHAR(16) NOT NULL,
    percent     INT NOT NULL,
    proof       VARCHAR(200) NOT NULL,
    source      TEXT NOT NULL,
    `condition` VARCHAR(200) NOT NULL,
    from_on     CHAR(10) NOT NULL,
    until_on    CHAR(10) NOT NULL,
    CONSTRAINT bus_concessions_fare_known CHECK (fare IN ('free', 'half', 'percentage', 'none')),
    CONSTRAINT bus_concessions_percent_range CHECK (percent BETWEEN 0 AND 100),
    CONSTRAINT bus_concessions_in_order CHECK (until_on = '' OR until_on >= from_on),
    KEY bus_concessions_status_idx (status)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TABLE IF EXISTS bus_concessions;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS bus_frequencies;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS bus_stop_times;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS bus_trips;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS bus_service_exceptions;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS bus_services;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS bus_stops;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS bus_routes;
-- +goose StatementEnd
-- +goose StatementBegin
DROP TABLE IF EXISTS bus_agencies;
-- +goose StatementEnd
