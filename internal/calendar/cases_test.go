package calendar

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// The shared cases were made by an independent program. Those with a zone are
// instants and belong to the command that reads them.
func TestSharedCases(t *testing.T) {
	for name, rows := range map[string]int{
		"deadline_cases.csv": 50, "deadline_amendment_cases.csv": 11, "deadline_pause_cases.csv": 3,
	} {
		cases := readCases(t, name)
		if len(cases) != rows {
			t.Errorf("%s: %d rows", name, len(cases))
		}
		for _, row := range cases {
			n, _ := strconv.Atoi(row["class"])
			week, _ := strconv.Atoi(row["work_week"])
			span := Span{Received: date(row["received_at"][:10]), WorkingDays: n, Week: WorkWeek(week)}
			if row["completion_requested_on"] != "" {
				span.Pauses = []Pause{{date(row["completion_requested_on"]), date(row["completed_on"])}}
			}
			c := Embedded()
			if row["calendar_as_of"] != "" {
				c = EmbeddedAsOf(date(row["calendar_as_of"]))
			}
			got := c.Due(span)
			if want := date(row["expected_due_date"]); got != (Deadline{Due: want, Latest: want}) {
				t.Errorf("%s: %v: got %+v", name, row, got)
			}
			checkExplained(t, c, span)
		}
	}
}

func readCases(t *testing.T, name string) []map[string]string {
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var cases []map[string]string
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, title := range rows[0] {
			named[title] = row[i]
		}
		cases = append(cases, named)
	}
	return cases
}
