// Package frontend carries the built screens of Loket Aduan inside the
// program. It only embeds dist; what the screens may ask is in app/desktop.
package frontend

import "embed"

// Dist is the output of `npm run build`. In a fresh clone it holds nothing
// but a place holder, so that the Go code compiles before the first build.
//
//go:embed all:dist
var Dist embed.FS
