package geo

import "math"

// The two Chinese systems are WGS-84 bent by a fixed, published-by-practice polynomial: GCJ-02 by up to about 700 m, BD-09 by a further turn
// and stretch. Outside mainland China no offset applies.

const (
	krasovskyA  = 6378245.0              // semi-major axis of the Krasovsky ellipsoid, metres
	krasovskyE2 = 0.00669342162296594323 // its eccentricity squared
	bdTwist     = math.Pi * 3000.0 / 180.0
)

// BD09 is a place in Baidu's system, degrees.
type BD09 struct {
	Lat, Lng float64
}

// FromWGS84 turns a GPS or GTFS position into GCJ-02, to about a metre.
func FromWGS84(w WGS84) Point {
	if !inChina(w.Lat, w.Lng) {
		return Point(w)
	}
	dLat, dLng := bend(w.Lat, w.Lng)
	return Point{Lat: w.Lat + dLat, Lng: w.Lng + dLng}
}

// FromBD09 turns a Baidu position into GCJ-02, to about a metre.
func FromBD09(b BD09) Point {
	if !inChina(b.Lat, b.Lng) {
		return Point(b)
	}
	x, y := b.Lng-0.0065, b.Lat-0.006
	z := math.Hypot(x, y) - 0.00002*math.Sin(y*bdTwist)
	theta := math.Atan2(y, x) - 0.000003*math.Cos(x*bdTwist)
	return Point{Lat: z * math.Sin(theta), Lng: z * math.Cos(theta)}
}

// ToWGS84 is the inverse of FromWGS84, found by correcting a guess; four rounds leave less than a centimetre.
func ToWGS84(p Point) WGS84 {
	w := WGS84(p)
	for range 4 {
		q := FromWGS84(w)
		w.Lat += p.Lat - q.Lat
		w.Lng += p.Lng - q.Lng
	}
	return w
}

// inChina is the customary rectangle inside which maps apply the offset.
func inChina(lat, lng float64) bool {
	return lng >= 72.004 && lng <= 137.8347 && lat >= 0.8293 && lat <= 55.8271
}

// bend is the offset from WGS-84 to GCJ-02 in degrees at the given position.
func bend(lat, lng float64) (dLat, dLng float64) {
	x, y := lng-105, lat-35
	shared := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	root, xy := math.Sqrt(math.Abs(x)), x*y

	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*xy + 0.2*root + shared
	north += (20*math.Sin(y*math.Pi) + 40*math.Sin(y/3*math.Pi)) * 2 / 3
	north += (160*math.Sin(y/12*math.Pi) + 320*math.Sin(y/30*math.Pi)) * 2 / 3

	east := 300 + x + 2*y + 0.1*x*x + 0.1*xy + 0.1*root + shared
	east += (20*math.Sin(x*math.Pi) + 40*math.Sin(x/3*math.Pi)) * 2 / 3
	east += (150*math.Sin(x/12*math.Pi) + 300*math.Sin(x/30*math.Pi)) * 2 / 3

	phi := lat * math.Pi / 180
	m := 1 - krasovskyE2*math.Sin(phi)*math.Sin(phi)
	meridian := krasovskyA * (1 - krasovskyE2) / (m * math.Sqrt(m)) // metres per radian northward
	parallel := krasovskyA / math.Sqrt(m) * math.Cos(phi)           // metres per radian eastward
	return north / meridian * 180 / math.Pi, east / parallel * 180 / math.Pi
}
