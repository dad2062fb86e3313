// Package web holds the pages, embedded in the program.
package web

import (
	"embed"
	"io/fs"
)

//go:embed phone
var files embed.FS

// Phone is the phone of the demo: index.html, and the styles and modules that it loads.
func Phone() fs.FS {
	sub, err := fs.Sub(files, "phone")
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}
