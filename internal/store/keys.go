package store

import "loketaduan/internal/vault"

// Keys of the open store, for wrapping them under another password; nil while
// it is locked.
func (s *Store) Keys() *vault.Keys {
	if o := s.opened.Load(); o != nil {
		return o.keys
	}
	return nil
}
