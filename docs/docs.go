// Package docs holds the document that the program serves and answers by.
package docs

import _ "embed"

// OpenAPI is the description of the API, the source that its code is generated from.
//
//go:embed openapi.yaml
var OpenAPI []byte
