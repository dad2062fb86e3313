// Package station is the tree of service stations: city, town and village, its depth being data.
package station

import (
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/geo"
)

// Level is the layer of the tree that a station belongs to.
type Level string

// The levels of the three-level system. A prefecture adds its own by data.
const (
	City    Level = "city"
	Town    Level = "town"
	Village Level = "village"
)

// Path places a station in the tree: the codes from the root, each ended by a slash ("990100/990101/"). A scope is a prefix of it.
type Path string

// Within tells whether p is scope itself or below it.
func (p Path) Within(scope Path) bool { return strings.HasPrefix(string(p), string(scope)) }

// Station is one place where people are received.
type Station struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Code      string    // region code, GB/T 2260 form
	Name      string    // as on its door: 东街街道退役军人服务站
	ShortName string    // as people say it: 东街服务站
	Level     Level
	ParentID  *uuid.UUID
	Path      Path
	Address   string
	Lat, Lng  float64 // GCJ-02
	Phone     string  // the station's public number
	Contact   string  // how staff there are called: 李同志
	Hours     string  // as people read it: 周一至周五 8:30–12:00，14:00–17:30
	Services  string  // contract service names, separated by spaces
}

// TableName implements gorm's Tabler.
func (Station) TableName() string { return "stations" }

// Point is where the station stands, GCJ-02.
func (s Station) Point() geo.Point { return geo.Point{Lat: s.Lat, Lng: s.Lng} }

// Near is a station and how far it is.
type Near struct {
	Station
	Metres float64
}
