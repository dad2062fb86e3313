package geo

import "math"

type candidate struct {
	chord2 float64
	at     int32 // index into the grid's arrays
	rank   int32
}

func (c candidate) less(d candidate) bool {
	return c.chord2 < d.chord2 || (c.chord2 == d.chord2 && c.rank < d.rank)
}

// Nearest gives the k items closest to p, nearest first and ties in input order, that keep accepts (nil = all) and that lie within radius
// metres (0 = however far).
func (g *Grid[T]) Nearest(p Point, k int, radius float64, keep func(T) bool) []Hit[T] {
	if k <= 0 || len(g.items) == 0 || !p.Valid() {
		return nil
	}
	best := make([]candidate, 0, min(k, len(g.items)))
	limit, from := chord2OfMetres(radius), toVector(p)
	consider := func(lo, hi int32) bool {
		for i := lo; i < hi; i++ {
			c := candidate{from.chord2(g.where[i]), i, g.rank[i]}
			if c.chord2 > limit || (len(best) == k && !c.less(best[k-1])) || (keep != nil && !keep(g.items[i])) {
				continue
			}
			best = insert(best, c, k)
		}
		return true
	}
	g.rings(p, func(bound float64) bool {
		return bound > limit || (len(best) == k && bound > best[k-1].chord2)
	}, consider)

	hits := make([]Hit[T], len(best))
	for i, c := range best {
		hits[i] = Hit[T]{g.items[c.at], metresOfChord2(c.chord2)}
	}
	return hits
}

// Count tells how many items within radius metres of p (0 = anywhere) keep accepts, and stops counting at most.
func (g *Grid[T]) Count(p Point, most int, radius float64, keep func(T) bool) int {
	if len(g.items) == 0 || !p.Valid() {
		return 0
	}
	n, limit, from := 0, chord2OfMetres(radius), toVector(p)
	g.rings(p, func(bound float64) bool { return bound > limit }, func(lo, hi int32) bool {
		for i := lo; i < hi && n < most; i++ {
			if from.chord2(g.where[i]) <= limit && (keep == nil || keep(g.items[i])) {
				n++
			}
		}
		return n < most
	})
	return n
}

// insert keeps best sorted and at most k long.
func insert(best []candidate, c candidate, k int) []candidate {
	if len(best) < k {
		best = append(best, c)
	}
	i := len(best) - 1
	for ; i > 0 && c.less(best[i-1]); i-- {
		best[i] = best[i-1]
	}
	best[i] = c
	return best
}

// rings visits the cells around p in growing squares. Before each ring, enough is asked whether items at that chord² or farther still matter;
// visit returns false to stop.
func (g *Grid[T]) rings(p Point, enough func(bound float64) bool, visit func(lo, hi int32) bool) {
	lng := g.facing(p.Lng)
	row, col := g.row(p.Lat), g.col(lng)
	for r := 0; ; r++ {
		if r > 0 {
			bound, more := g.beyond(p.Lat, lng, row, col, r-1)
			if !more || enough(bound) {
				return
			}
		}
		for y := max(row-r, 0); y <= min(row+r, g.rows-1); y++ {
			left, right := max(col-r, 0), min(col+r, g.cols-1)
			if y == row-r || y == row+r {
				if !visit(g.start[y*g.cols+left], g.start[y*g.cols+right+1]) { // the cells of a row lie side by side
					return
				}
				continue
			}
			if c := y*g.cols + col - r; col-r >= 0 && !visit(g.start[c], g.start[c+1]) {
				return
			}
			if c := y*g.cols + col + r; col+r < g.cols && !visit(g.start[c], g.start[c+1]) {
				return
			}
		}
	}
}

// beyond is a lower bound of the chord² to anything outside the square of r rings around (row, col); more is false when nothing is.
func (g *Grid[T]) beyond(lat, lng float64, row, col, r int) (bound float64, more bool) {
	const rad = math.Pi / 180
	nearest := math.Inf(1) // radians
	if row-r > 0 {
		nearest, more = min(nearest, lat-g.south-float64(row-r)*g.high), true
	}
	if row+r < g.rows-1 {
		nearest, more = min(nearest, g.south+float64(row+r+1)*g.high-lat), true
	}
	nearest *= rad
	across := math.Inf(1)
	if col-r > 0 {
		across, more = min(across, lng-g.west-float64(col-r)*g.wide), true
	}
	if col+r < g.cols-1 {
		across, more = min(across, g.west+float64(col+r+1)*g.wide-lng), true
	}
	if !math.IsInf(across, 1) { // the shortest way to a meridian across degrees away meets it north or south of p, not beside it
		nearest = min(nearest, math.Asin(math.Cos(lat*rad)*math.Sin(min(across, 90)*rad)))
	}
	nearest = max(nearest, 0) * (1 - 1e-9) // rounding must not hide a point that lies on the border
	s := 2 * math.Sin(min(nearest, math.Pi)/2)
	return s*s - 1e-15, more
}
