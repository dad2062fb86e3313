package station

// Bounds are the first text that has p as a prefix and the first after all of those, for `station_path >= ? AND station_path < ?`: a range that an index
// serves, and in which no character of p has a meaning of its own. The empty path bounds everything.
func (p Path) Bounds() (from, before string) {
	if p == "" {
		return "", "\U0010FFFF"
	}
	last := len(p) - 1
	return string(p), string(p[:last]) + string(p[last]+1) // paths are ASCII and end in a slash
}
