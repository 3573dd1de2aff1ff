package calendar

// Check holds the record to its structure.
func (r *Decrees) Check() error { return nil }
