package store

import "testing"

// Only what stands once and in order may lose its number.
func TestUnnumbered(t *testing.T) {
	for q, want := range map[string]string{
		"DELETE FROM draft":                                   "DELETE FROM draft",
		"SELECT 1 WHERE a = $1":                               "SELECT 1 WHERE a = ?",
		"VALUES " + rowsOf(2, 2):                              "VALUES (?,?),(?,?)",
		"VALUES " + rowsOf(1, 11):                             "VALUES (?,?,?,?,?,?,?,?,?,?,?)",
		"UPDATE device SET seq = $2 WHERE id = $1":            "UPDATE device SET seq = $2 WHERE id = $1",
		"SELECT 1 WHERE a = $1 OR b = $1":                     "SELECT 1 WHERE a = $1 OR b = $1",
		"SELECT 1 WHERE a = $1 AND b = $2 AND (c > $2 OR $3)": "SELECT 1 WHERE a = $1 AND b = $2 AND (c > $2 OR $3)",
		"SELECT json_extract(a, '$.b') WHERE c = $1":          "SELECT json_extract(a, '$.b') WHERE c = $1",
		"SELECT 1 WHERE a = $10":                              "SELECT 1 WHERE a = $10",
	} {
		if got := unnumbered(q); got != want {
			t.Errorf("%s became %s, want %s", q, got, want)
		}
	}
}
