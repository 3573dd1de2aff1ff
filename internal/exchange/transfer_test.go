package exchange

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"loketaduan/internal/fault"
)

var fileNow = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

func job(size, offset int64) *FileJob { return &FileJob{SHA256: "a", Size: size, Offset: offset} }

func TestFilesRestWithoutWork(t *testing.T) {
	s, out := FileState{}.Step(FileInput{Event: FilesNudge, Now: fileNow})
	if len(out) != 0 {
		t.Fatal("moves while the line is not free", out)
	}
	if s, out = s.Step(FileInput{Event: LineFree, Free: true, Now: fileNow}); len(out) != 1 || out[0].Do != PickFile {
		t.Fatal(out)
	}
	if s, out = s.Step(FileInput{Event: FilePicked, Now: fileNow}); len(out) != 0 {
		t.Fatal("an idle desk is not idle", out)
	}
	for _, free := range []bool{false, true} {
		if s, out = s.Step(FileInput{Event: LineFree, Free: free, Now: fileNow}); len(out) != 0 {
			t.Fatal("an idle desk is not idle", out)
		}
	}
}

func TestChunksFollowTheLine(t *testing.T) {
	run := func(rate float64) (chunks []int) {
		s, _ := FileState{Free: true}.Step(FileInput{Event: FilesNudge, Now: fileNow})
		s, out := s.Step(FileInput{Event: FilePicked, Job: job(50<<20, 0), Now: fileNow})
		if out[0].Do != AskFile {
			t.Fatal(out)
		}
		s, out = s.Step(FileInput{Event: FileAsked, Now: fileNow})
		offset := int64(0)
		for range 12 {
			chunks = append(chunks, out[0].Max)
			offset += int64(out[0].Max)
			took := time.Duration(float64(out[0].Max) / rate * float64(time.Second))
			s, out = s.Step(FileInput{Event: FileMoved, Offset: offset, Took: took, Now: fileNow})
		}
		return chunks
	}
	slow, quick, crawling := run(8<<10), run(10<<20), run(1<<10)
	if slow[0] != 32<<10 || slow[11] != 64<<10 {
		t.Error("64 kbit/s:", slow)
	}
	if quick[0] != 32<<10 || quick[11] != maxChunk {
		t.Error("quick line:", quick)
	}
	if crawling[11] != minChunk {
		t.Error("8 kbit/s:", crawling)
	}
}

// Whatever happens: one request at a time, none begins while text wants the
// line, a chunk never goes beyond the file, and after a failed send the server
// is asked before anything is sent again.
func TestFileStepsAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s FileState
		now, free, known := fileNow, false, false
		var busy FileAction
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 400_000).Draw(t, "later")) * time.Millisecond)
			in := FileInput{Now: now, Random: rapid.Float64Range(0, 0.99).Draw(t, "random")}
			done := busy != "" && rapid.Bool().Draw(t, "done")
			switch {
			case done && rapid.IntRange(0, 3).Draw(t, "fails") == 0:
				in.Event, known = FileFailed, false
				switch rapid.IntRange(0, 2).Draw(t, "how") {
				case 0:
					in.Fault = errUnreachable
				case 1:
					in.Fault = fault.New(fault.Invalid, "file.hash", "", "Rusak.")
				}
				busy = ""
			case done && busy == PickFile:
				in.Event = FilePicked
				if rapid.Bool().Draw(t, "work") {
					size := rapid.Int64Range(1, 1<<22).Draw(t, "size")
					in.Job = &FileJob{SHA256: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "file"), Size: 1 << 22, Fetch: rapid.Bool().Draw(t, "fetch"), Offset: size - 1}
					if s.Job == nil || s.Job.SHA256 != in.Job.SHA256 || s.Job.Fetch != in.Job.Fetch {
						known = in.Job.Fetch
					}
				} else if rapid.Bool().Draw(t, "later on") {
					in.At = now.Add(time.Minute)
				}
				busy = ""
			case done && busy == AskFile:
				in.Event, in.Offset = FileAsked, rapid.Int64Range(0, s.Job.Size-1).Draw(t, "offset")
				known, busy = true, ""
			case done:
				in.Event, in.Took = FileMoved, time.Duration(rapid.IntRange(1, 60_000).Draw(t, "took"))*time.Millisecond
				in.Offset = rapid.Int64Range(s.Job.Offset, s.Job.Size).Draw(t, "to")
				in.Whole = in.Offset == s.Job.Size
				busy = ""
			default:
				in.Event = rapid.SampledFrom([]FileEvent{FilesNudge, LineFree, FileTimer}).Draw(t, "event")
				if in.Event == LineFree {
					in.Free = rapid.Bool().Draw(t, "free")
					free = in.Free
				}
			}
			var out []FileOutput
			s, out = s.Step(in)
			for _, o := range out {
				if o.Do == FileRest {
					if !o.At.After(now) {
						t.Fatal("a timer that rings at once")
					}
					continue
				}
				switch {
				case busy != "":
					t.Fatalf("%s while %s is under way", o.Do, busy)
				case !free:
					t.Fatalf("%s while text wants the line", o.Do)
				case o.Do == SendFile && !known:
					t.Fatal("sends without knowing what the server has")
				case (o.Do == SendFile || o.Do == FetchFile) && (o.Max < 1 || o.Job.Offset+int64(o.Max) > o.Job.Size):
					t.Fatalf("chunk of %d at %d of %d", o.Max, o.Job.Offset, o.Job.Size)
				}
				busy = o.Do
			}
		}
	})
}
