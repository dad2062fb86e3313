package demo

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
)

// Map is the synthetic city, drawn by the page. Every position is GCJ-02 degrees, [lat, lng].
type Map struct {
	Bounds    [2][2]float64 `json:"bounds"` // south-west, north-east
	Stations  []Spot        `json:"stations"`
	Stops     []Spot        `json:"stops"`
	Shops     []Spot        `json:"shops"`
	Districts []Spot        `json:"districts"`
	Lines     []Polyline    `json:"lines"`
}

// Spot is something with a name; Kind is a station's level or a shop's category.
type Spot struct {
	Name string     `json:"name"`
	Kind string     `json:"kind,omitempty"`
	At   [2]float64 `json:"at"`
}

// Polyline is a bus line's way through the city.
type Polyline struct {
	Name    string       `json:"name"`
	Pioneer bool         `json:"pioneer"`
	Points  [][2]float64 `json:"points"`
}

// cityMap gives what the page draws.
func (d *Door) cityMap(c *gin.Context) {
	m, err := d.o.Map(c.Request.Context())
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, m)
}
