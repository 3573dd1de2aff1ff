package exchange

import (
	"time"

	"loketaduan/internal/fault"
)

// FileJob is one file to send, or with Fetch one to get. Offset is how far it
// is: what the server said last, or what is on this PC.
type FileJob struct {
	SHA256 string
	Size   int64
	Offset int64
	Fetch  bool
}

// FileEvent is what happened to the files.
type FileEvent string

const (
	FilesNudge FileEvent = "nudge" // there may be a file to send or fetch
	LineFree   FileEvent = "free"  // Free: no text wants the line
	FileTimer  FileEvent = "timer"
	FilePicked FileEvent = "picked" // Job, or nil and perhaps At: look again then
	FileAsked  FileEvent = "asked"  // Offset, Whole
	FileMoved  FileEvent = "moved"  // Offset, Whole, Took
	FileFailed FileEvent = "failed" // Fault; nil = broken off for the sake of text
)

// FileAction is what is to be done for the files.
type FileAction string

const (
	PickFile  FileAction = "pick"  // which file is next
	AskFile   FileAction = "ask"   // how much of Job the server has
	SendFile  FileAction = "send"  // Max bytes of Job from its Offset
	FetchFile FileAction = "fetch" // likewise
	FileRest  FileAction = "rest"  // then FileTimer; a new one replaces the old
)

// FileInput is one thing that happened; Random as in Input.
type FileInput struct {
	Event  FileEvent
	Now    time.Time
	Random float64
	Free   bool
	Job    *FileJob
	At     time.Time
	Offset int64
	Whole  bool // the server has proved that it has all, or all is here
	Took   time.Duration
	Fault  *fault.Fault
}

// FileOutput is one thing to do.
type FileOutput struct {
	Do  FileAction
	Job FileJob
	Max int
	At  time.Time
}

// A chunk is what the line carries in about chunkTime, so that text that comes
// meanwhile shares the line for no longer than that.
const (
	chunkTime  = 8 * time.Second
	startChunk = 32 << 10
	minChunk   = 8 << 10
	maxChunk   = 1 << 20
)

// FileState is the loop of the files. The zero value is at rest and may not use
// the line.
type FileState struct {
	Busy    FileAction // the one request under way, "" = none
	Free    bool
	Want    bool // a look at what is next is due
	Job     *FileJob
	Asked   bool // Job.Offset is the server's word
	Chunk   int
	Attempt int       // failures in a row
	After   time.Time // not before
	Wake    time.Time // when to look again; zero = when nudged
}

// Step takes one input and says what to do now. Pure. There is at most one
// request under way, none begins while text wants the line, and with nothing to
// move there is nothing to do, not even a timer.
func (s FileState) Step(in FileInput) (FileState, []FileOutput) {
	if s.Chunk == 0 {
		s.Chunk = startChunk
	}
	switch in.Event {
	case FilesNudge:
		s.Want = true
	case LineFree:
		s.Free = in.Free
	case FilePicked:
		s.Busy, s.Wake = "", in.At
		if same := s.Job != nil && in.Job != nil && s.Job.SHA256 == in.Job.SHA256 && s.Job.Fetch == in.Job.Fetch; !same {
			s.Job, s.Asked = in.Job, in.Job != nil && in.Job.Fetch
		}
	case FileAsked:
		s.Busy, s.Asked = "", true
		s = s.moved(in)
	case FileMoved:
		s.Busy, s.Attempt = "", 0
		s.Chunk = nextChunk(s.Chunk, in.Offset-s.Job.Offset, in.Took)
		s = s.moved(in)
	case FileFailed:
		s = s.failed(in)
	}
	return s.next(in)
}

func (s FileState) moved(in FileInput) FileState {
	job := *s.Job
	job.Offset = in.Offset
	s.Job = &job
	if in.Whole {
		s.Job, s.Asked, s.Want = nil, false, true
	}
	return s
}

func (s FileState) failed(in FileInput) FileState {
	// What the server stored of a chunk that broke off only it can tell.
	s.Busy, s.Asked = "", s.Job != nil && s.Job.Fetch
	if in.Fault == nil {
		return s
	}
	s.Attempt++
	s.After = in.Now.Add(max(Backoff(s.Attempt, in.Random), RetryAfter(in.Fault)))
	if in.Fault.Kind == fault.Offline {
		s.Chunk = max(minChunk, s.Chunk/2)
	}
	if in.Fault.Kind != fault.Offline || s.Attempt > 3 {
		s.Job, s.Asked, s.Want = nil, false, true // one bad file must not stop the others
	}
	return s
}

// nextChunk is what the line would have carried in chunkTime, at most twice
// and at least half of what it was.
func nextChunk(chunk int, moved int64, took time.Duration) int {
	if moved < int64(chunk) { // the end of a file tells nothing
		return chunk
	}
	fits := float64(moved) * float64(chunkTime) / float64(max(took, time.Millisecond))
	return int(min(max(fits, float64(chunk)/2, minChunk), float64(chunk)*2, maxChunk))
}

func (s FileState) next(in FileInput) (FileState, []FileOutput) {
	now := in.Now
	if !s.Wake.IsZero() && !now.Before(s.Wake) {
		s.Want, s.Wake = true, time.Time{}
	}
	switch {
	case s.Busy != "" || !s.Free:
		return s, nil
	case now.Before(s.After) && (s.Want || s.Job != nil):
		return s, []FileOutput{{Do: FileRest, At: s.After}}
	case s.Want:
		s.Busy, s.Want = PickFile, false
		return s, []FileOutput{{Do: PickFile}}
	case s.Job == nil && s.Wake.IsZero():
		return s, nil
	case s.Job == nil:
		return s, []FileOutput{{Do: FileRest, At: s.Wake}}
	case !s.Asked:
		s.Busy = AskFile
	case s.Job.Fetch:
		s.Busy = FetchFile
	default:
		s.Busy = SendFile
	}
	return s, []FileOutput{{Do: s.Busy, Job: *s.Job, Max: int(min(int64(s.Chunk), s.Job.Size-s.Job.Offset))}}
}

// FilesMay tells that no text wants the line: the server is known, nothing was
// written that it has not taken, and nothing new is being read. What fills a new
// PC is old, and may take an hour; the desk then sends files and fetches none
// that nobody asked for.
func (s State) FilesMay(now time.Time) bool {
	return s.Known && !s.Down && s.Busy == "" && !s.WantPull && !s.WantCompare && !s.WantRejoin && (!s.WantPush || now.Before(s.PushAfter))
}
