package seed

import (
	"math"

	"shuangyong/models/geo"
)

// The invented city. Mark is said wherever its data are read.
const (
	Mark        = "演示数据"
	CityName    = "青梧市"
	BureauName  = "青梧市退役军人事务局（演示）"
	BureauPhone = "0640-5550100"
	marked      = "（演示）"
)

// RegionCode is the city's code in the form of GB/T 2260. No province has the number 99: the standard's provinces are 11–15, 21–23, 31–37, 41–46,
// 50–54, 61–65, 71, 81 and 82 (and 83 stands in some residence permits). The permits of foreign residents also begin with 9, but
// name a province in the digits that follow, and there is none numbered 90. So neither a region nor an identity number of this city can be anybody's.
const RegionCode = "990181"

// areaCode is a telephone area code that no place has: of the codes 06xx only some from 0660 on are in use.
const areaCode = "0640"

// centre is the middle of the city, GCJ-02: open water in the middle of the Bohai Sea, where nobody lives and no map shows a street, so that no
// invented address can be taken for a real one.
var centre = geo.Point{Lat: 38.7000, Lng: 119.7000}

const metresPerDegree = 111_195.0 // of latitude

// offset is the point east and north metres away from p; good to a metre within a county.
func offset(p geo.Point, east, north float64) geo.Point {
	lat := p.Lat + north/metresPerDegree
	lng := p.Lng + east/(metresPerDegree*math.Cos(p.Lat*math.Pi/180))
	return geo.Point{Lat: round6(lat), Lng: round6(lng)}
}

// plane gives east and north metres of p from the centre, the inverse of offset.
func plane(p geo.Point) (east, north float64) {
	north = (p.Lat - centre.Lat) * metresPerDegree
	east = (p.Lng - centre.Lng) * metresPerDegree * math.Cos(centre.Lat*math.Pi/180)
	return east, north
}

// round6 keeps six decimals, a decimetre: what a phone sends, and the same on every database.
func round6(f float64) float64 { return math.Round(f*1e6) / 1e6 }
