package central

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"loketaduan/internal/complaint"
	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
	"loketaduan/internal/journal"
	"loketaduan/internal/store"
)

// Limits of parcels. Over HTTP one may take an hour on a slow line.
const (
	maxParcel  = 1 << 30
	parcelTime = time.Hour
	// parcelFile is the largest file of others that goes into an answer.
	parcelFile = 1 << 20
)

var (
	errParcelDevice = fault.New(fault.Forbidden, "parcel.device", "file", "Parsel ini tidak dibuat oleh PC yang terdaftar di kabupaten, maka tidak dipakai. Periksa asalnya.")
	errParcelMedia  = fault.New(fault.Invalid, "parcel.media", "", "Isi permintaan harus berkas parsel (application/octet-stream).")
	errParcelLarge  = fault.New(fault.Invalid, "parcel.large", "", "Parsel ini terlalu besar untuk jaringan. Masukkan di server dengan perintah loket-pusat parcel import.")
)

// ParcelReport tells what became of a parcel.
type ParcelReport struct {
	Device   store.Device
	Entries  int // in the parcel, known ones included
	SetAside int
	Files    int  // whose content the parcel brought
	Sent     int  // entries in the answer
	SetBack  bool // this server has lost history; the answer asks for all of it again
}

// ImportParcel takes a parcel of a desk as if it had been pushed, and writes
// the answer for that desk to out. The whole is checked before any of it is
// used; doing it again is harmless. Faults: parcel.foreign, parcel.damaged,
// parcel.newer, parcel.device, and those of a push.
func (s *Server) ImportParcel(ctx context.Context, in io.ReadSeeker, out io.Writer) (ParcelReport, error) {
	head, d, batches, err := s.checkParcel(ctx, in)
	if err != nil {
		return ParcelReport{}, err
	}
	epoch, err := s.store.Epoch(ctx)
	if err != nil {
		return ParcelReport{}, err
	}
	report := ParcelReport{Device: d}
	a := exchange.ParcelAnswer{Version: exchange.ParcelVersion, Parcel: head.ID, Device: d.ID, Epoch: epoch, ServerTime: s.serverTime(),
		Acks: []exchange.ParcelAck{}, SetAside: []exchange.SetAside{}, Files: []exchange.ParcelFile{}}
	if report.SetBack, err = s.setBack(ctx, &head, d, &a); err != nil {
		return report, err
	}
	if report.SetBack {
		w, err := exchange.NewParcel(out, d.PublicKey, s.key, exchange.ToDesk, &a)
		if err != nil {
			return report, err
		}
		return report, w.Close()
	}
	for _, entries := range batches {
		got, err := s.store.Accept(ctx, d.ID, entries)
		if err != nil {
			return report, err
		}
		last := &entries[len(entries)-1]
		a.Acks = append(a.Acks, exchange.ParcelAck{First: entries[0].Seq, AckedTo: last.Seq, Hash: last.Hash, Revs: got.Revs})
		for _, x := range got.SetAside {
			a.SetAside = append(a.SetAside, exchange.SetAside(x))
		}
		report.Entries += len(entries)
	}
	s.bell.ring()
	if a.Files, report.Files, err = s.takeParcelFiles(ctx, in, d); err != nil {
		return report, err
	}
	report.SetAside = len(a.SetAside)
	report.Sent, err = s.answerParcel(ctx, out, &head, &a, d)
	return report, err
}

// setBack tells whether the desk has followed another history than ours, and
// then puts into the answer how far the two are the same.
func (s *Server) setBack(ctx context.Context, head *exchange.ParcelHead, d store.Device, a *exchange.ParcelAnswer) (bool, error) {
	if head.Epoch == "" {
		return false, nil
	}
	p, err := s.store.Feed(ctx, d.Office, head.Pos, 1)
	if err != nil || head.Epoch == a.Epoch && head.Pos <= p.Head && p.Before == head.Hash {
		return false, err
	}
	claims := make([]store.Claim, 0, len(head.Claims))
	for _, x := range head.Claims {
		claim := store.Claim{Device: x.Device}
		for _, at := range x.At {
			claim.At = append(claim.At, store.ChainAt{Seq: at.Seq, Hash: at.Hash})
		}
		claims = append(claims, claim)
	}
	a.Rewind = true
	a.Matching, err = s.store.Matching(ctx, claims)
	return true, err
}

// checkParcel reads a parcel to its end and changes nothing. It gives what the
// desk wrote, chained.
func (s *Server) checkParcel(ctx context.Context, in io.ReadSeeker) (head exchange.ParcelHead, d store.Device, batches [][]journal.Entry, err error) {
	fail := func(err error) (exchange.ParcelHead, store.Device, [][]journal.Entry, error) {
		return exchange.ParcelHead{}, store.Device{}, nil, err
	}
	p, err := s.openParcel(in, &head)
	if err != nil {
		return fail(err)
	}
	d, err = s.store.DeviceByID(ctx, head.Device)
	if f := fault.Of(err); f != nil && f.Kind == fault.NotFound {
		return fail(errParcelDevice)
	}
	if err != nil {
		return fail(err)
	}
	for {
		kind, body, err := p.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fail(err)
		}
		switch kind {
		case exchange.SectionPush:
			var req exchange.PushRequest
			if err := exchange.ReadPacked(body, &req); err != nil {
				return fail(err)
			}
			entries, err := req.Chain(d.Office, d.ID)
			if err != nil {
				return fail(err)
			}
			batches = append(batches, entries)
		case exchange.SectionFile:
			if _, err := exchange.CheckParcelFile(body); err != nil {
				return fail(err)
			}
		}
	}
	if !p.Signed(d.PublicKey) {
		return fail(errParcelDevice)
	}
	return head, d, batches, nil
}

func (s *Server) openParcel(in io.ReadSeeker, head *exchange.ParcelHead) (*exchange.ParcelReader, error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return exchange.OpenParcel(in, s.key, exchange.ToServer, head)
}

// takeParcelFiles keeps the files that the office's complaints name, and tells
// which the server now holds.
func (s *Server) takeParcelFiles(ctx context.Context, in io.ReadSeeker, d store.Device) (held []exchange.ParcelFile, taken int, err error) {
	held = []exchange.ParcelFile{}
	p, err := s.openParcel(in, &exchange.ParcelHead{})
	if err != nil {
		return nil, 0, err
	}
	for {
		kind, body, err := p.Next()
		if errors.Is(err, io.EOF) {
			return held, taken, nil
		}
		if err != nil {
			return nil, taken, err
		}
		if kind != exchange.SectionFile {
			continue
		}
		sum, content, err := exchange.ReadParcelFile(body)
		if err != nil {
			return nil, taken, err
		}
		size, err := s.store.FileFor(ctx, d.Office, sum)
		if f := fault.Of(err); f != nil && f.Kind == fault.Forbidden {
			continue // its entry was set aside
		}
		if err == nil && !s.store.Files().Has(sum) {
			err = s.store.Files().Receive(ctx, sum, "parcel "+d.ID, content)
			taken++
		}
		if err != nil {
			return nil, taken, err
		}
		held = append(held, exchange.ParcelFile{SHA256: sum, Size: size})
	}
}

// answerParcel writes what the desk is told: its acknowledgements, the feed
// after its cursor, and the small files that the feed names.
func (s *Server) answerParcel(ctx context.Context, out io.Writer, head *exchange.ParcelHead, a *exchange.ParcelAnswer, d store.Device) (sent int, err error) {
	if a.Pos, a.Hash = head.Pos, head.Hash; head.Whole {
		a.Pos, a.Hash = 0, journal.Hash{}
	}
	w, err := exchange.NewParcel(out, d.PublicKey, s.key, exchange.ToDesk, a)
	if err != nil {
		return 0, err
	}
	files := map[string]bool{}
	for pos := a.Pos; ; {
		page, err := s.store.Feed(ctx, d.Office, pos, exchange.MaxPage)
		if err != nil {
			return sent, err
		}
		if len(page.Entries) == 0 {
			break
		}
		next := page.Entries[len(page.Entries)-1].Pos
		proof := exchange.SignHead(s.key, d.Office, exchange.Cursor{Epoch: a.Epoch, Pos: next, Hash: page.After})
		b, err := exchange.AppendPage(nil, exchange.PullAnswer{Epoch: a.Epoch, Head: page.Head, Before: page.Before, After: page.After, Proof: proof}, page.Entries, nil, d.ID, true)
		if err != nil {
			return sent, err
		}
		if err := w.Packed(exchange.SectionPage, b); err != nil {
			return sent, err
		}
		for i := range page.Entries {
			e := &page.Entries[i]
			var body complaint.Body
			if e.Kind == complaint.KFileAttached && e.Device != d.ID && json.Unmarshal(e.Body, &body) == nil && body.File != nil && body.File.Size <= parcelFile {
				files[body.File.SHA256] = true
			}
		}
		sent, pos = sent+len(page.Entries), next
	}
	for sum := range files {
		if !s.store.Files().Has(sum) {
			continue
		}
		content, err := s.store.Files().Open(sum)
		if err != nil {
			return sent, err
		}
		err = w.File(sum, content.Size(), content)
		content.Close()
		if err != nil {
			return sent, err
		}
	}
	return sent, w.Close()
}

// parcel is ImportParcel over HTTP: any PC of the regency may bring the parcel
// of another, and the answer back.
func (s *Server) parcel(c *call) (any, error) {
	if c.Header.Get("Content-Type") != "application/octet-stream" {
		return nil, errParcelMedia
	}
	if c.ContentLength > maxParcel {
		return nil, errParcelLarge
	}
	control := http.NewResponseController(c.w)
	_ = control.SetReadDeadline(time.Now().Add(parcelTime)) // where there are none, there is nothing to move
	in, err := s.spool(http.MaxBytesReader(c.w, c.Body, maxParcel))
	if err != nil {
		return nil, err
	}
	defer drop(in)
	out, err := os.CreateTemp("", "loket-parsel-*")
	if err != nil {
		return nil, err
	}
	defer drop(out)
	report, err := s.ImportParcel(c.Context(), in, out)
	if err != nil {
		return nil, err
	}
	c.count = report.Entries
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	_ = control.SetWriteDeadline(time.Now().Add(parcelTime))
	h := c.w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Cache-Control", "no-store")
	w := &codeWriter{ResponseWriter: c.w, code: http.StatusOK}
	http.ServeContent(w, c.Request, "", time.Time{}, out)
	return handled{w.code}, nil
}

// spool keeps a body on the disk as it came: sealed.
func (s *Server) spool(body io.Reader) (*os.File, error) {
	tmp, err := os.CreateTemp("", "loket-parsel-*")
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(tmp, body); err != nil {
		drop(tmp)
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, errParcelLarge
		}
		return nil, errPacked.Because(err)
	}
	return tmp, nil
}

func drop(f *os.File) {
	f.Close()
	os.Remove(f.Name())
}
