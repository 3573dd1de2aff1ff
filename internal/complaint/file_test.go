package complaint

import (
	"strings"
	"testing"

	"loketaduan/internal/auth"
	"loketaduan/internal/fault"
)

func TestSniffFile(t *testing.T) {
	zip, pdf, jpg, exe := "PK\x03\x04aaaa", "%PDF-1.7 ...", "\xff\xd8\xff\xe0....", "MZ\x90\x00...."
	for _, c := range []struct{ name, head, want string }{
		{"surat.pdf", pdf, "application/pdf"},
		{"SURAT.PDF", pdf, "application/pdf"},
		{"foto.jpeg", jpg, "image/jpeg"},
		{"foto.png", jpg, "image/jpeg"},
		{"lampiran.docx", zip, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"daftar.xls", ole + "....", "application/vnd.ms-excel"},
		{"suara.m4a", "\x00\x00\x00\x20ftypM4A ", "audio/mp4"},
		{"video.mp4", "\x00\x00\x00\x20ftypisom", "video/mp4"},
		{"suara.wav", "RIFF\x10\x20\x30\x40WAVE", "audio/wav"},
		{"surat.pdf", exe, "complaint.file.differs"},
		{"surat.pdf", "", "complaint.file.differs"},
		{"foto.jpg", pdf, "complaint.file.differs"},
		{"foto.heic", "\x00\x00\x00\x18ftypheic....", "complaint.file.heic"},
		{"foto.jpg", "\x00\x00\x00\x18ftypmif1....", "complaint.file.heic"},
		{"pasang.exe", exe, "complaint.file.type"},
		{"tanpa-akhiran", pdf, "complaint.file.type"},
		{"halaman.html", "<html>", "complaint.file.type"},
	} {
		got, err := SniffFile(c.name, []byte(c.head))
		have := got.Type
		if err != nil {
			have = fault.Of(err).Code
		}
		if have != c.want {
			t.Errorf("%s: %s, want %s", c.name, have, c.want)
		}
	}
}

func TestAttachAndDetach(t *testing.T) {
	s := in(t, Closed)
	c := s.fold()
	if len(c.Files) != 1 || c.Files[0].Name != "jembatan.jpg" || c.Files[0].Original.Size != 4<<20 || c.Files[0].Detached {
		t.Fatalf("%+v", c.Files)
	}
	s.add(KFileDetached, Body{Detach: entryID(901)}, nil)
	s.add(KFileDetached, Body{Detach: entryID(901)}, nil)
	if c = s.fold(); len(c.Files) != 1 || !c.Files[0].Detached || c.Files[0].DetachedBy != "siti" || c.OpenClashes() != 1 {
		t.Fatalf("%+v", c.Files)
	}
	a := complete(KFileDetached)
	_, err := Decide(c, a, actor(auth.Clerk), "", "")
	wantFault(t, err, fault.NotFound, "detach")
	for what, f := range map[string]*File{
		"none": nil, "empty": {SHA256: strings.Repeat("a", 64), Name: "a.pdf", Type: "application/pdf"},
		"large": {SHA256: strings.Repeat("a", 64), Name: "a.pdf", Type: "application/pdf", Size: MaxDocument + 1},
		"hash":  {SHA256: strings.Repeat("A", 64), Name: "a.pdf", Type: "application/pdf", Size: 1},
		"name":  {SHA256: strings.Repeat("a", 64), Name: "../a.pdf", Type: "application/pdf", Size: 1},
		"type":  {SHA256: strings.Repeat("a", 64), Name: "a.exe", Type: "application/x-msdownload", Size: 1},
	} {
		a := complete(KFileAttached)
		a.Body.File = f
		_, err := Decide(c, a, actor(auth.Clerk), "", "")
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || f.Field != "file" {
			t.Errorf("%s: %v", what, err)
		}
	}
}
