package report

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestRegisterProgress(t *testing.T) {
	var done, totals []int
	_, err := WriteRegister(context.Background(), io.Discard, testHead(), 1200, benchSeq(1234), func(d, total int) {
		done, totals = append(done, d), append(totals, total)
	})
	if err != nil || !slices.Equal(done, []int{500, 1000, 1234}) || !slices.Equal(totals, []int{1200, 1200, 1234}) {
		t.Errorf("done %v of %v, %v", done, totals, err)
	}
}

type brokenDisk struct{ left int }

var errDiskFull = errors.New("disk full")

func (d *brokenDisk) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errDiskFull
	}
	return len(p), nil
}

// TestRegisterLeavesNothingBehind writes more than the 16 MB after which rows
// go to a temporary file, and ends in every way there is.
func TestRegisterLeavesNothingBehind(t *testing.T) {
	const many = 15_000
	errRow := errors.New("row")
	run := func(ctx context.Context, head RegisterHead, w io.Writer, rows Rows, at func(done int)) error {
		_, err := WriteRegister(ctx, w, head, many, rows, func(done, _ int) { at(done) })
		return err
	}
	for _, c := range []struct {
		name string
		want error
		run  func(ctx context.Context, cancel func(), head RegisterHead, spilled func(int)) error
	}{
		{"all well", nil, func(ctx context.Context, _ func(), head RegisterHead, spilled func(int)) error {
			return run(ctx, head, io.Discard, benchSeq(many), spilled)
		}},
		{"cancelled among the rows", context.Canceled, func(ctx context.Context, cancel func(), head RegisterHead, spilled func(int)) error {
			return run(ctx, head, io.Discard, benchSeq(many), func(done int) {
				if spilled(done); done == 14_000 {
					cancel()
				}
			})
		}},
		{"cancelled while compressing", context.Canceled, func(ctx context.Context, cancel func(), head RegisterHead, spilled func(int)) error {
			return run(ctx, head, &cancelling{cancel: cancel}, benchSeq(many), spilled)
		}},
		{"a row fails", errRow, func(ctx context.Context, _ func(), head RegisterHead, spilled func(int)) error {
			return run(ctx, head, io.Discard, func(yield func(RegisterRow, error) bool) {
				benchSeq(many)(yield)
				yield(RegisterRow{}, errRow)
			}, spilled)
		}},
		{"the disk is full", errDiskFull, func(ctx context.Context, _ func(), head RegisterHead, spilled func(int)) error {
			return run(ctx, head, &brokenDisk{100_000}, benchSeq(many), spilled)
		}},
	} {
		for _, own := range []bool{false, true} {
			if own && c.want != nil {
				continue
			}
			t.Run(c.name+map[bool]string{false: ", system folder", true: ", own folder"}[own], func(t *testing.T) {
				dir, head := t.TempDir(), testHead()
				if own {
					head.TempDir = dir
				} else {
					t.Setenv("TMPDIR", dir)
					t.Setenv("TMP", dir)
				}
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				seen := false
				err := c.run(ctx, cancel, head, func(int) { seen = seen || !isEmpty(t, dir) })
				if !errors.Is(err, c.want) {
					t.Errorf("error %v, want %v", err, c.want)
				}
				if !seen {
					t.Error("no temporary file was needed: the test shows nothing")
				}
				if !isEmpty(t, dir) {
					t.Error("a temporary file stays")
				}
			})
		}
	}
}

type cancelling struct{ cancel func() }

func (c *cancelling) Write(p []byte) (int, error) {
	c.cancel()
	return len(p), nil
}

func isEmpty(t *testing.T, dir string) bool {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries) == 0
}

func TestRegisterRefuses(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := WriteRegister(cancelled, io.Discard, testHead(), 0, seqOf(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before the start: %v", err)
	}
	if _, err := WriteRegister(context.Background(), io.Discard, testHead(), excelize.TotalRows, seqOf(), nil); !errors.Is(err, ErrTooManyRows) {
		t.Errorf("more than a sheet holds: %v", err)
	}
}
