package central

import (
	_ "embed"
	"net/http"
)

//go:embed openapi.yaml
var description []byte

// serveDescription hands out the contract of the interface, OpenAPI 3.1.
func serveDescription(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/yaml")
	w.Write(description)
}
