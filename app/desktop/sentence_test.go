package desktop

import (
	"strings"
	"testing"
	"time"

	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
)

var speaker = teller{office: "63.03.05", accounts: map[string]string{"siti": "Siti Aminah", "budi": "Budi Santoso"},
	offices: map[string]string{"63.03.05": "Kecamatan Martapura", "63.03.DPU": "Dinas PUPRP"}}

// The history as a screen reader says it: who did what, to whom, by which way.
func TestSentences(t *testing.T) {
	c := &complaint.Complaint{Files: []complaint.Attachment{{File: complaint.File{Name: "jalan.jpg"}, Entry: "e1"}}}
	for want, s := range map[string]complaint.Step{
		"Siti Aminah mencatat aduan ini dengan nomor register 630305-A-2026-000001-7":                                            {Kind: complaint.KReceived, Body: complaint.Body{Number: "630305-A-2026-000001-7"}},
		"Siti Aminah memverifikasi aduan ini":                                                                                    {Kind: complaint.KVerified},
		"Siti Aminah mengubah klasifikasi: berkadar pengawasan, kategori, dan klasifikasi":                                       {Kind: complaint.KClassified, Body: complaint.Body{Set: map[string]string{"kind": "", "category": "", "supervisory": ""}}},
		"Siti Aminah memperbaiki isi aduan: perihal":                                                                             {Kind: complaint.KCorrected, Body: complaint.Body{Set: map[string]string{"subject": "x"}}},
		"Siti Aminah meneruskan aduan ini ke Dinas PUPRP":                                                                        {Kind: complaint.KForwarded, Body: complaint.Body{Office: "63.03.DPU", Name: "Dinas PU"}},
		"Siti Aminah menjawab pelapor lewat tatap muka":                                                                          {Kind: complaint.KAnswered, Body: complaint.Body{Channel: "tatap_muka"}},
		"Siti Aminah menjawab pelapor lewat SP4N-LAPOR!":                                                                         {Kind: complaint.KAnswered, Body: complaint.Body{Channel: "lapor"}},
		"Pelapor menerima jawaban, dicatat oleh Siti Aminah":                                                                     {Kind: complaint.KReporterResponded, Body: complaint.Body{Yes: true}},
		"Siti Aminah mengarsipkan aduan ini dengan sebab: sudah pernah dicatat (ganda)":                                          {Kind: complaint.KArchived, Body: complaint.Body{Why: "ganda"}},
		"Siti Aminah menyatakan aduan ini bukan wewenang kantor ini dan mengarahkannya ke Balai Jalan dengan surat nomor 400/12": {Kind: complaint.KNotAuthorized, Body: complaint.Body{Target: "Balai Jalan", Letter: "400/12"}},
		"Siti Aminah menitipkan aduan ini kepada Budi Santoso":                                                                   {Kind: complaint.KHandedOver, Body: complaint.Body{To: "budi"}},
		"Siti Aminah menitipkan aduan ini kepada siapa pun yang bertugas berikutnya":                                             {Kind: complaint.KHandedOver},
		"Siti Aminah mencetak tanda terima":                                                                                      {Kind: complaint.KPrinted, Body: complaint.Body{Print: &complaint.Print{What: complaint.PaperReceipt}}},
		"Siti Aminah melampirkan berkas foto.jpg (205 KB)":                                                                       {Kind: complaint.KFileAttached, Body: complaint.Body{File: &complaint.File{Name: "foto.jpg", Size: 210000}}},
		"Siti Aminah melepas lampiran jalan.jpg":                                                                                 {Kind: complaint.KFileDetached, Body: complaint.Body{Detach: "e1"}},
		"Siti Aminah mengaitkan aduan ini dengan aduan nomor 630305-A-2026-000002-5":                                             {Kind: complaint.KLinked, Body: complaint.Body{Link: &complaint.Link{Number: "630305-A-2026-000002-5"}}},
		"Siti Aminah mencatat nomor tracking LAPOR! 5010653":                                                                     {Kind: complaint.KTrackingSet, Body: complaint.Body{Target: "5010653"}},
	} {
		s.By, s.Office = "siti", "63.03.05"
		if got := speaker.sentence(c, &s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for want, s := range map[string]complaint.Step{
		"Budi Santoso (Dinas PUPRP) mencatat tindak lanjut": {By: "budi", Office: "63.03.DPU"},
		"Petugas Dinas PUPRP mencatat tindak lanjut":        {By: "?", Office: "63.03.DPU"},
		"Petugas mencatat tindak lanjut":                    {By: "?", Office: "63.03.05"},
		"Server kabupaten mencatat tindak lanjut":           {By: "pusat"},
	} {
		s.Kind = complaint.KFollowedUp
		if got := speaker.sentence(c, &s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// No kind is told by its code, however little of it can be read.
func TestEveryKindIsASentence(t *testing.T) {
	c := &complaint.Complaint{}
	kinds := []string{"something_later"}
	for kind := range complaint.Known {
		kinds = append(kinds, kind)
	}
	for _, kind := range kinds {
		for _, s := range []complaint.Step{{}, {Missing: true}, {Newer: true}, {Body: complaint.Body{Text: "Kata", On: calendar.Of(2026, time.November, 23)}}} {
			s.Kind, s.By, s.Office = kind, "siti", "63.03.05"
			got := speaker.sentence(c, &s)
			if !strings.Contains(got, "Siti Aminah") || strings.Contains(got, "_") || strings.TrimSpace(got) != got || strings.Contains(got, "  ") || strings.HasSuffix(got, ".") || len(strings.Fields(got)) < 4 {
				t.Errorf("%s: %q", kind, got)
			}
		}
		if kind != "something_later" && verbs[kind] == "" {
			t.Errorf("no verb for %s", kind)
		}
	}
}

func TestLongInstant(t *testing.T) {
	at := time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC)
	if got := longInstant(at, calendar.WITA); got != "Senin, 23 November 2026 pukul 14.30 WITA" {
		t.Error(got)
	}
	s := complaint.Step{At: at, True: at, Unsure: true}
	if got := stepTime(&s, calendar.WITA, longInstant); got != "Senin, 23 November 2026 pukul 14.30 WITA (jam PC saat itu mungkin salah)" {
		t.Error(got)
	}
}
