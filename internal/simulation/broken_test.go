package simulation

import (
	"net/http"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
)

// breakage is a program with one deliberate fault, put around the real one.
type breakage struct {
	name   string
	desk   func(*pc, exchange.Desk) exchange.Desk
	server func(*centre, http.Handler) http.Handler
	fold   func(*pc, string) (*complaint.Complaint, error)
}
