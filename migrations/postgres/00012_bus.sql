-- +goose Up
-- GTFS agency.txt.
CREATE TABLE bus_agencies (
    agency_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name      TEXT NOT NULL,
    phone     TEXT NOT NULL
);

-- GTFS routes.txt; pioneer marks a 拥军先锋号 line.
CREATE TABLE bus_routes (
    route_id   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    agency_id  TEXT COLLATE "C" NOT NULL,
    short_name TEXT NOT NULL,
    long_name  TEXT NOT NULL,
    type       integer NOT NULL,
    pioneer    boolean NOT NULL,
    sort_order integer NOT NULL,
    CONSTRAINT bus_routes_agency_fk FOREIGN KEY (agency_id) REFERENCES bus_agencies (agency_id)
);
CREATE INDEX bus_routes_agency_idx ON bus_routes (agency_id);

-- GTFS stops.txt. Coordinates are WGS-84, as in the feed.
CREATE TABLE bus_stops (
    stop_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name    TEXT NOT NULL,
    lat     double precision NOT NULL,
    lng     double precision NOT NULL,
    CONSTRAINT bus_stops_on_earth CHECK (lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180)
);

-- GTFS calendar.txt; weekdays is seven 0 or 1, Monday first.
CREATE TABLE bus_services (
    service_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    weekdays   TEXT COLLATE "C" NOT NULL,
    start_on   TEXT COLLATE "C" NOT NULL,
    end_on     TEXT COLLATE "C" NOT NULL,
    CONSTRAINT bus_services_weekdays_seven CHECK (LENGTH(weekdays) = 7),
    CONSTRAINT bus_services_in_order CHECK (end_on >= start_on)
);

-- GTFS calendar_dates.txt.
CREATE TABLE bus_service_exceptions (
    service_id TEXT COLLATE "C" NOT NULL,
    day        TEXT COLLATE "C" NOT NULL,
    added      boolean NOT NULL,
    PRIMARY KEY (service_id, day),
    CONSTRAINT bus_service_exceptions_service_fk FOREIGN KEY (service_id) REFERENCES bus_services (service_id) ON DELETE CASCADE
);

-- GTFS trips.txt.
CREATE TABLE bus_trips (
    trip_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    route_id   TEXT COLLATE "C" NOT NULL,
    service_id TEXT COLLATE "C" NOT NULL,
    direction  integer NOT NULL,
    headsign   TEXT NOT NULL,
    CONSTRAINT bus_trips_direction_known CHECK (direction IN (0, 1)),
    CONSTRAINT bus_trips_route_fk FOREIGN KEY (route_id) REFERENCES bus_routes (route_id),
    CONSTRAINT bus_trips_service_fk FOREIGN KEY (service_id) REFERENCES bus_services (service_id)
);
CREATE INDEX bus_trips_route_idx ON bus_trips (route_id);
CREATE INDEX bus_trips_service_idx ON bus_trips (service_id);

-- GTFS stop_times.txt in seconds of the service day, which may pass 86400.
CREATE TABLE bus_stop_times (
    trip_id       TEXT COLLATE "C" NOT NULL,
    stop_sequence integer NOT NULL,
    stop_id       TEXT COLLATE "C" NOT NULL,
    arrival       integer NOT NULL,
    departure     integer NOT NULL,
    PRIMARY KEY (trip_id, stop_sequence),
    CONSTRAINT bus_stop_times_in_order CHECK (departure >= arrival AND arrival >= 0),
    CONSTRAINT bus_stop_times_trip_fk FOREIGN KEY (trip_id) REFERENCES bus_trips (trip_id) ON DELETE CASCADE,
    CONSTRAINT bus_stop_times_stop_fk FOREIGN KEY (stop_id) REFERENCES bus_stops (stop_id)
);

-- GTFS frequencies.txt with exact times.
CREATE TABLE bus_frequencies (
    trip_id      TEXT COLLATE "C" NOT NULL,
    start_time   integer NOT NULL,
    end_time     integer NOT NULL,
    headway_secs integer NOT NULL,
    PRIMARY KEY (trip_id, start_time),
    CONSTRAINT bus_frequencies_runs CHECK (end_time > start_time AND start_time >= 0 AND headway_secs > 0),
    CONSTRAINT bus_frequencies_trip_fk FOREIGN KEY (trip_id) REFERENCES bus_trips (trip_id) ON DELETE CASCADE
);

-- Fare concessions as rules: status, route or agency, dates, with proof and source.
CREATE TABLE bus_concessions (
    id          uuid NOT NULL PRIMARY KEY,
    status      TEXT COLLATE "C" NOT NULL,
    route_id    TEXT COLLATE "C" NOT NULL,
    agency_id   TEXT COLLATE "C" NOT NULL,
    fare        TEXT COLLATE "C" NOT NULL,
    percent     integer NOT NULL,
    proof       TEXT NOT NULL,
    source      TEXT NOT NULL,
    "condition" TEXT NOT NULL,
    from_on     TEXT COLLATE "C" NOT NULL,
    until_on    TEXT COLLATE "C" NOT NULL,
    CONSTRAINT bus_concessions_fare_known CHECK (fare IN ('free', 'half', 'percentage', 'none')),
    CONSTRAINT bus_concessions_percent_range CHECK (percent BETWEEN 0 AND 100),
    CONSTRAINT bus_concessions_in_order CHECK (until_on = '' OR until_on >= from_on)
);
CREATE INDEX bus_concessions_status_idx ON bus_concessions (status);

-- +goose Down
DROP TABLE bus_concessions;
DROP TABLE bus_frequencies;
DROP TABLE bus_stop_times;
DROP TABLE bus_trips;
DROP TABLE bus_service_exceptions;
DROP TABLE bus_services;
DROP TABLE bus_stops;
DROP TABLE bus_routes;
DROP TABLE bus_agencies;
