// Package geo holds points on the earth and what can be asked of them. Every point names its coordinate system.
package geo

import "math"

// Point is a place in GCJ-02 (WeChat's and Chinese maps' system), degrees. Convert WGS84 and BD09 before storing.
type Point struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// WGS84 is a place in WGS-84 (GPS and GTFS), degrees.
type WGS84 struct {
	Lat, Lng float64
}

const earthRadius = 6371008.8 // metres, mean

// Metres is the great-circle distance between two points of the same system.
func Metres(a, b Point) float64 {
	const rad = math.Pi / 180
	dLat, dLng := (b.Lat-a.Lat)*rad, (b.Lng-a.Lng)*rad
	h := math.Sin(dLat/2)*math.Sin(dLat/2) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Sin(dLng/2)*math.Sin(dLng/2)
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Valid tells whether the point is on the globe; NaN and infinities are not.
func (p Point) Valid() bool {
	return p.Lat >= -90 && p.Lat <= 90 && p.Lng >= -180 && p.Lng <= 180
}
