package geo

import (
	"math"
	"slices"
)

const (
	perCell    = 4       // points aimed at in a cell
	maxCells   = 1 << 21 // caps the index of a very large grid at 8 MB
	maxColumns = 1 << 12
)

// Grid answers "what is nearest" over a fixed set of items. It is immutable, so any number of readers share it without locks; a change
// of the data builds a new one. Items that have no valid position are left out.
type Grid[T any] struct {
	items      []T
	where      []vector // unit vector of each item: chord length orders as distance does and costs no trigonometry
	start      []int32  // start[c]..start[c+1] are the items of cell c
	rank       []int32  // position of the item in the input, which breaks ties
	rows, cols int
	south      float64 // degrees
	west       float64
	high, wide float64 // degrees of one cell
}

// Hit is an item and its distance.
type Hit[T any] struct {
	Item   T
	Metres float64
}

type vector struct{ x, y, z float64 }

// NewGrid builds the grid; at tells where an item stands.
func NewGrid[T any](items []T, at func(T) Point) *Grid[T] {
	points := make([]Point, 0, len(items))
	kept := make([]int32, 0, len(items))
	for i, item := range items {
		if p := at(item); p.Valid() {
			points = append(points, p)
			kept = append(kept, int32(i))
		}
	}
	g := &Grid[T]{}
	g.frame(points)
	g.fill(items, points, kept)
	return g
}

// frame sizes the cells to the points' bounding box.
func (g *Grid[T]) frame(points []Point) {
	north, east := -90.0, -180.0
	g.south, g.west = 90, 180
	for _, p := range points {
		g.south, north = min(g.south, p.Lat), max(north, p.Lat)
		g.west, east = min(g.west, p.Lng), max(east, p.Lng)
	}
	g.rows, g.cols, g.high, g.wide = 1, 1, 180, 360
	if len(points) == 0 {
		return
	}
	cells := min(max(len(points)/perCell, 1), maxCells)
	high, wide := max(north-g.south, 1e-9), max(east-g.west, 1e-9)
	shrink := max(math.Cos((north+g.south)/2*math.Pi/180), 0.01)
	side := math.Sqrt(high * wide * shrink / float64(cells)) // degrees of latitude
	g.rows = min(max(int(math.Ceil(high/side)), 1), maxColumns, cells)
	g.cols = min(max(cells/g.rows, 1), maxColumns)
	if wide > 90 { // the bound by longitude below holds for narrower regions only; one column needs none
		g.cols = 1
	}
	g.high, g.wide = high/float64(g.rows), wide/float64(g.cols)
}

// fill sorts the items by cell (a counting sort, so items of one cell keep their order).
func (g *Grid[T]) fill(items []T, points []Point, kept []int32) {
	g.start = make([]int32, g.rows*g.cols+1)
	cell := make([]int32, len(points))
	for i, p := range points {
		cell[i] = int32(g.row(p.Lat)*g.cols + g.col(p.Lng))
		g.start[cell[i]+1]++
	}
	for c := 1; c < len(g.start); c++ {
		g.start[c] += g.start[c-1]
	}
	next := slices.Clone(g.start)
	g.items, g.where, g.rank = make([]T, len(points)), make([]vector, len(points)), make([]int32, len(points))
	for i, p := range points {
		j := next[cell[i]]
		next[cell[i]]++
		g.items[j], g.where[j], g.rank[j] = items[kept[i]], toVector(p), kept[i]
	}
}

// Len is how many items the grid holds.
func (g *Grid[T]) Len() int { return len(g.items) }

func (g *Grid[T]) row(lat float64) int {
	return min(max(int((lat-g.south)/g.high), 0), g.rows-1)
}

func (g *Grid[T]) col(lng float64) int {
	return min(max(int((lng-g.west)/g.wide), 0), g.cols-1)
}

// facing turns a longitude by whole circles to where it is closest to the grid.
func (g *Grid[T]) facing(lng float64) float64 {
	return lng - 360*math.Round((lng-g.west-g.wide*float64(g.cols)/2)/360)
}

func toVector(p Point) vector {
	lat, lng := p.Lat*math.Pi/180, p.Lng*math.Pi/180
	return vector{math.Cos(lat) * math.Cos(lng), math.Cos(lat) * math.Sin(lng), math.Sin(lat)}
}

// chord2 is the squared straight-line distance through the earth, in earth radii.
func (a vector) chord2(b vector) float64 {
	x, y, z := a.x-b.x, a.y-b.y, a.z-b.z
	return x*x + y*y + z*z
}

func chord2OfMetres(m float64) float64 {
	if m <= 0 || m >= math.Pi*earthRadius {
		return math.Inf(1)
	}
	s := 2 * math.Sin(m/(2*earthRadius))
	return s * s
}

func metresOfChord2(c float64) float64 {
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(c)/2))
}
