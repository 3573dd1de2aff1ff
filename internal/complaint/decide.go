package complaint

import (
	"slices"
	"strings"
	"time"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

// transition of an act: from which states, to which (empty = unchanged), and
// the permission that it takes.
type transition struct {
	From []State
	To   State
	May  auth.Permission
}

func (t transition) allows(s State) bool { return slices.Contains(t.From, s) }

var anyState = States

// transitions is the whole life cycle (domain notes 1.3): one table.
var transitions = map[string]transition{
	KCompletionRequested: {[]State{Received, Verified, Forwarded, InProgress, Reopened}, AwaitingCompletion, auth.Handle},
	KCompleted:           {[]State{AwaitingCompletion}, "", auth.Handle}, // back to where it was
	KVerified:            {[]State{Received}, Verified, auth.Verify},
	KClassified:          {[]State{Received, AwaitingCompletion, Verified, Forwarded, InProgress, Reopened, Escalated}, "", auth.Verify},
	KForwarded:           {[]State{Verified, Forwarded, InProgress, Reopened, Escalated}, Forwarded, auth.Verify},
	KNotAuthorized:       {[]State{Received, Verified, Forwarded}, NotAuthorized, auth.Verify},
	KFollowedUp:          {[]State{Verified, Forwarded, InProgress, Reopened, Escalated}, InProgress, auth.Handle},
	KInterimReplied:      {[]State{Received, AwaitingCompletion, Verified, Forwarded, InProgress, Reopened, Escalated}, "", auth.Handle},
	KAnswered:            {[]State{Verified, Forwarded, InProgress, Reopened, Escalated}, Answered, auth.Handle},
	KReporterResponded:   {[]State{Answered}, "", auth.Handle},
	KClosed:              {[]State{Answered}, Closed, auth.Handle},
	KReopened:            {[]State{Answered, Closed, NotAuthorized, Archived}, Reopened, auth.Handle},
	KArchived:            {[]State{Received, AwaitingCompletion, Verified}, Archived, auth.Verify},
	KEscalated:           {[]State{Received, AwaitingCompletion, Verified, Forwarded, Reopened}, Escalated, auth.Supervise},
	KCorrected:           {[]State{Received, AwaitingCompletion, Verified, Forwarded, InProgress, Answered, Reopened, Escalated}, "", auth.Record},
	KReporterIdentified:  {anyState, "", auth.Record},
	KNoted:               {anyState, "", auth.Record},
	KTrackingSet:         {anyState, "", auth.Verify},
	KClashSettled:        {anyState, "", auth.Record},
	KIdentityRevealed:    {anyState, "", auth.Unmask},
	KDueAcknowledged:     {anyState, "", auth.Record},
	KFileAttached:        {anyState, "", auth.Record},
	KFileDetached:        {anyState, "", auth.Record},
	KPrinted:             {anyState, "", auth.Print},
	KLinked:              {anyState, "", auth.Record},
	KUnlinked:            {anyState, "", auth.Record},
	KHandedOver:          {anyState, "", auth.Record},
	KHandoverTaken:       {anyState, "", auth.Record},
}

// Actor is who does an act.
type Actor struct {
	Account string
	Role    auth.Role
	Office  string
}

// Act is what somebody wants to do. On is the day of the act itself; Form and
// the answers of classification are used by the kinds that set fields.
type Act struct {
	ID     string // UUID of the entry, made when the act's form opened
	Kind   string
	Body   Body
	Form   *Form // corrected: the whole form as it stands on the screen
	Now    time.Time
	Zone   *time.Location
	Limits Limits

	Standing Promise // deadline as its author sees it, for the acts that stop or move the clock
	Clocks   Clocks  // likewise
}

// Receive decides the first entries of a complaint: the content and, apart
// from it, the identity. The number was drawn by the store; promise is the
// deadline that the receipt tells.
func Receive(id, identityID, number, salt string, form Form, by Actor, rules *Rules, promise Promise) ([]Draft, error) {
	if !by.Role.May(auth.Record) {
		return nil, notYours()
	}
	form.Clean()
	if err := form.Check(rules.Zone); err != nil {
		return nil, err
	}
	if rules.Limits[form.Class()] == 0 {
		return nil, unknownClass()
	}
	return []Draft{
		draft(id, KReceived, Body{Number: number, Set: form.values(false), Promise: &promise}, nil),
		draft(identityID, KReporterIdentified, Body{Set: form.values(true), Salt: salt}, nil),
	}, nil
}

// Decide gives the entries of an act, or the fault that tells why not.
// identityID is the id of a second entry, for a correction that also changes
// the identity; salt as in Receive.
func Decide(c *Complaint, a Act, by Actor, identityID, salt string) ([]Draft, error) {
	if err := Allowed(c, a.Kind, by); err != nil {
		return nil, err
	}
	b := a.Body
	b.Text = strings.TrimSpace(b.Text)
	today := calendar.DateIn(a.Now, a.Zone)
	if b.On.IsZero() {
		b.On = today
	}
	if err := checkAct(c, a.Kind, &b, today, a.Zone); err != nil {
		return nil, err
	}
	switch a.Kind {
	case KClashSettled: // to do the late act after all takes the right to do it
		for i := range c.Clashes {
			if x := &c.Clashes[i]; x.ID == b.Clash && x.Field == "state" && b.Take == TakeProposed && !by.Role.May(transitions[x.Proposed].May) {
				return nil, notYours()
			}
		}
	case KCorrected:
		return correct(c, a, by, identityID, salt)
	case KVerified, KClassified:
		return classify(c, a, b, by)
	case KArchived:
		if err := mayWithdraw(c, &a, &b, by, today); err != nil {
			return nil, err
		}
	case KEscalated:
		if err := mayEscalate(c, &a, today); err != nil {
			return nil, err
		}
	case KDueAcknowledged:
		if a.Standing.Due.IsZero() {
			return nil, fault.New(fault.Conflict, "complaint.acknowledge.paused", "", "Tenggat aduan ini sedang berhenti. Tandai setelah kelengkapan diterima.")
		}
	}
	b.Set, b.Salt, b.Number = nil, "", ""
	b.Promise = a.promise()
	set := map[string]string{} // what the act will set beyond the state
	switch a.Kind {
	case KTrackingSet:
		set["tracking"] = b.Target
	case KClashSettled:
		for _, x := range c.Clashes {
			if x.ID == b.Clash {
				set[x.Field] = b.Take
			}
		}
	}
	base := c.baseOf(set)
	base["state"] = c.StateBy
	d := draft(a.ID, a.Kind, b, base)
	if b.Take == TakeBack {
		d.Version = 2 // older programs would take it for a choice
	}
	return []Draft{d}, nil
}

// promise is what the entry of an act keeps of the deadline: all of it where the
// date was told or judged, else only the calendar that its author knew.
func (a *Act) promise() *Promise {
	switch a.Kind {
	case KDueAcknowledged, KAnswered, KArchived, KNotAuthorized, KPrinted:
		p := a.Standing
		return &p
	case KVerified, KClassified, KCompletionRequested, KCompleted, KCorrected, KReopened, KClashSettled:
		return &Promise{Calendar: a.Standing.Calendar}
	}
	return nil
}

// Allowed tells whether the act fits the state, the office and the role.
func Allowed(c *Complaint, kind string, by Actor) error {
	t, ok := transitions[kind]
	if !ok {
		return fault.New(fault.Invalid, "complaint.act.unknown", "act", "Tindakan ini tidak dikenal.")
	}
	if c.Number == "" {
		return fault.New(fault.NotFound, "complaint.not_found", "", "Aduan ini tidak ada di PC ini.")
	}
	if !by.Role.May(t.May) {
		return notYours()
	}
	if by.Role != auth.Coordinator && !slices.Contains(c.Offices, by.Office) {
		return fault.New(fault.Forbidden, "complaint.office.other", "", "Aduan ini ada di kantor lain.")
	}
	if !t.allows(c.State) {
		return fault.New(fault.Conflict, "complaint.state."+kind, "", "Tindakan ini tidak dapat dilakukan karena status aduan "+TextOf(StateTexts, string(c.State))+".")
	}
	if kind == KReopened && (c.State == Archived || c.State == NotAuthorized) && !by.Role.May(auth.Supervise) {
		return fault.New(fault.Forbidden, "complaint.reopen.supervisor", "", "Membuka kembali aduan yang diarsipkan atau dialihkan hanya dapat dilakukan pimpinan atau admin.")
	}
	return nil
}

// Next is the act that usually comes now; "" when nothing does.
func Next(s State) string {
	switch s {
	case Received:
		return KVerified
	case AwaitingCompletion:
		return KCompleted
	case Verified, Forwarded, Reopened, Escalated:
		return KFollowedUp
	case InProgress:
		return KAnswered
	case Answered:
		return KClosed
	}
	return ""
}

func notYours() error {
	return fault.New(fault.Forbidden, "complaint.role", "", "Akun ini tidak boleh melakukan tindakan ini. Mintalah pimpinan atau admin kantor.")
}

// checkAct finds what the act still lacks.
func checkAct(c *Complaint, kind string, b *Body, today calendar.Date, zone *time.Location) error {
	var l fault.List
	if needsText[kind] != "" {
		l.Add(need("text", b.Text, needsText[kind]))
	}
	if len(b.Text) > 20000 {
		l.Add(fault.New(fault.Invalid, "complaint.text.long", "text", "Terlalu panjang. Paling banyak 20.000 huruf; lampirkan sebagai berkas."))
	}
	received := calendar.DateIn(c.ReceivedAt(), zone)
	switch {
	case !dated[kind]:
		b.On = today
	case b.On.After(today):
		l.Add(fault.New(fault.Invalid, "complaint.on.future", "on", "Tanggal ini di masa depan. Isi tanggal hari ini atau sebelumnya."))
	case b.On.Before(received):
		l.Add(fault.New(fault.Invalid, "complaint.on.early", "on", "Tanggal ini sebelum aduan diterima ("+received.Short()+"). Periksa lagi."))
	case kind == KClosed && b.On.Before(c.AnsweredOn):
		l.Add(fault.New(fault.Invalid, "complaint.on.before_answer", "on", "Tanggal selesai sebelum tanggal jawaban ("+c.AnsweredOn.Short()+"). Periksa lagi."))
	case kind == KCompleted && len(c.Pauses) > 0 && b.On.Before(c.Pauses[len(c.Pauses)-1].RequestedOn):
		l.Add(fault.New(fault.Invalid, "complaint.on.before_request", "on", "Tanggal ini sebelum kelengkapan diminta. Periksa lagi."))
	}
	switch kind {
	case KForwarded:
		if b.Office == "" {
			l.Add(fault.New(fault.Invalid, "complaint.office.required", "office", "Pilih instansi tujuan."))
		} else if b.Office == c.Holder {
			l.Add(fault.New(fault.Invalid, "complaint.office.same", "office", "Aduan ini sudah ada di instansi itu. Pilih instansi lain."))
		}
	case KNotAuthorized:
		l.Add(need("target", b.Target, "Isi ke mana pelapor diarahkan atau aduan dialihkan."))
	case KArchived:
		l.Add(oneOf("why", b.Why, ArchiveWhys, "Pilih sebab pengarsipan."))
	case KReporterResponded, KClosed:
		if b.Score != "" {
			l.Add(oneOf("score", b.Score, Satisfactions, "Pilih kepuasan pelapor, atau kosongkan."))
		}
	case KTrackingSet:
		b.Target = strings.TrimSpace(b.Target)
		if d := OnlyDigits(b.Target); d == "" || d != b.Target || len(d) > 20 {
			l.Add(fault.New(fault.Invalid, "complaint.tracking.invalid", "target", "Tracking ID LAPOR! hanya angka, misalnya 5010653."))
		}
	case KClashSettled:
		checkSettle(c, b, &l)
	case KPrinted:
		l.Add(b.Print.check())
	case KLinked, KUnlinked:
		l.Add(checkLink(c, kind, b))
	case KHandoverTaken:
		if c.Handover == nil {
			l.Add(fault.New(fault.Conflict, "complaint.handover.none", "", "Titipan ini sudah diambil petugas lain."))
		}
	case KFileAttached:
		l.Add(b.File.check())
	case KFileDetached:
		if !slices.ContainsFunc(c.Files, func(x Attachment) bool { return x.Entry == b.Detach && !x.Detached }) {
			l.Add(fault.New(fault.NotFound, "complaint.file.not_found", "detach", "Lampiran ini sudah tidak ada pada aduan. Muat ulang aduannya."))
		}
	}
	return l.Err()
}

// dated acts carry the day on which they happened; the others happen now.
var dated = map[string]bool{KCompletionRequested: true, KCompleted: true, KFollowedUp: true, KInterimReplied: true, KAnswered: true, KReporterResponded: true, KClosed: true, KForwarded: true}

var needsText = map[string]string{
	KCompletionRequested: "Tulis apa yang masih kurang, agar pelapor tahu apa yang harus dibawa.",
	KFollowedUp:          "Tulis apa yang dilakukan.",
	KInterimReplied:      "Tulis jawaban sementara untuk pelapor.",
	KAnswered:            "Tulis jawaban untuk pelapor.",
	KClosed:              "Tulis hasil akhirnya.",
	KReopened:            "Tulis mengapa aduan dibuka kembali.",
	KArchived:            "Tulis alasan pengarsipan.",
	KNotAuthorized:       "Tulis mengapa bukan wewenang kantor ini.",
	KNoted:               "Tulis catatannya.",
	KEscalated:           "Tulis keterangan penerusan ke Ombudsman.",
	KClassified:          "Tulis alasan perubahan klasifikasi.",
	KHandedOver:          "Tulis pesan untuk petugas berikutnya.",
}

// classify verifies or reclassifies: only fields that differ are set. A
// longer limit needs a supervisor (domain notes 2.3).
func classify(c *Complaint, a Act, b Body, by Actor) ([]Draft, error) {
	if a.Form == nil {
		return nil, fault.New(fault.Invalid, "complaint.form.required", "", "Jawaban klasifikasi belum ada.")
	}
	f := *a.Form
	f.Clean()
	var l fault.List
	l.Add(oneOf("kind", f.Kind, Kinds, "Pilih klasifikasi."))
	l.Add(oneOf("category", f.Category, Categories, "Pilih kategori."))
	if f.ExtraClass != "" && a.Limits[f.Class()] == 0 {
		l.Add(unknownClass())
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if a.Limits[f.Class()] > a.Limits[c.Class()] && !by.Role.May(auth.Supervise) {
		return nil, fault.New(fault.Forbidden, "complaint.class.lengthen", "supervisory", "Memperpanjang batas waktu hanya dapat dilakukan pimpinan atau admin. Mintalah beliau mengubah klasifikasi.")
	}
	b.Set = c.changed(&f, []string{"kind", "category", "normative", "supervisory", "fieldInspection", "confidential", "extraClass"})
	if a.Kind == KClassified && len(b.Set) == 0 {
		return nil, fault.New(fault.Invalid, "complaint.classify.nothing", "category", "Belum ada yang diubah.")
	}
	b.Promise = a.promise()
	base := c.baseOf(b.Set)
	base["state"] = c.StateBy
	return []Draft{draft(a.ID, a.Kind, b, base)}, nil
}

// correct sets the fields of the form that differ from what they are now.
// Identity goes into an entry of its own.
func correct(c *Complaint, a Act, by Actor, identityID, salt string) ([]Draft, error) {
	if a.Form == nil {
		return nil, fault.New(fault.Invalid, "complaint.form.required", "", "Formulir perbaikan kosong.")
	}
	f := *a.Form
	f.Kind, f.Normative = c.Values["kind"], c.Values["normative"] == yes // class and kind move by classify alone
	f.Supervisory, f.FieldInspection = c.Values["supervisory"] == yes, c.Values["fieldInspection"] == yes
	f.ExtraClass = c.Values["extraClass"]
	f.Clean()
	if err := c.spare(f.Check(a.Zone), &f); err != nil {
		return nil, err
	}
	if calendar.DateIn(f.Received(), a.Zone).After(calendar.DateIn(c.ReceivedAt(), a.Zone)) && !by.Role.May(auth.Supervise) {
		return nil, fault.New(fault.Forbidden, "complaint.received.later", "receivedAt", "Tanggal terima yang lebih akhir memundurkan tenggat. Hanya pimpinan atau admin yang dapat mengubahnya; mintalah beliau.")
	}
	content, identity := c.changed(&f, FieldNames(false)), c.changed(&f, FieldNames(true))
	var out []Draft
	if len(content) > 0 {
		out = append(out, draft(a.ID, KCorrected, Body{Set: content, Text: strings.TrimSpace(a.Body.Text), Promise: a.promise()}, c.baseOf(content)))
	}
	if len(identity) > 0 {
		id := identityID
		if len(content) == 0 {
			id = a.ID
		}
		out = append(out, draft(id, KReporterIdentified, Body{Set: identity, Salt: salt}, c.baseOf(identity)))
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "complaint.correct.nothing", "", "Belum ada yang diubah.")
	}
	return out, nil
}

// spare leaves out of a form's faults what an old register never said: whoever
// corrects a word in an imported complaint need not know the rest.
func (c *Complaint) spare(err error, f *Form) error {
	if err == nil || c.Import == "" {
		return err
	}
	first := fault.Of(err)
	var l fault.List
	for _, x := range append([]*fault.Fault{first}, first.Also...) {
		if known := fieldByName[x.Field]; known == nil || known.get(f) != c.Values[x.Field] {
			l.Add(x)
		}
	}
	return l.Err()
}

func (c *Complaint) changed(f *Form, names []string) map[string]string {
	set := map[string]string{}
	for _, n := range names {
		if v := fieldByName[n].get(f); v != c.Values[n] {
			set[n] = v
		}
	}
	return set
}

func (c *Complaint) baseOf(set map[string]string) map[string]string {
	base := map[string]string{}
	for n := range set {
		if by := c.SetBy[n]; by != "" {
			base[n] = by
		}
	}
	return base
}
