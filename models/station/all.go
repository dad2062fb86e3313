package station

import "slices"

// All are the stations, parents before their children.
func (d *Directory) All() []Station { return slices.Clone(d.held.Get().all) }
