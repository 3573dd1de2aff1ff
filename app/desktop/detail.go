package desktop

import (
	"context"
	"encoding/json"

	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/complaint"
	"loketaduan/internal/fault"
	"loketaduan/internal/office"
	"loketaduan/internal/store"
)

// Detail shows a complaint; with Reveal the look is recorded.
func (d *Desk) Detail(in DetailInput) (DetailView, error) {
	return guard(d, "Detail", callTime, func(ctx context.Context, o *office.Desk) (DetailView, error) {
		return detailView(ctx, o, in.ID, in.Reveal)
	})
}

// actKinds names the acts of the window by their entries.
var actKinds = []struct{ act, kind, label string }{
	{"verify", complaint.KVerified, "Verifikasi"},
	{"request_completion", complaint.KCompletionRequested, "Minta kelengkapan"},
	{"complete", complaint.KCompleted, "Kelengkapan diterima"},
	{"forward", complaint.KForwarded, "Teruskan"},
	{"follow_up", complaint.KFollowedUp, "Catat tindak lanjut"},
	{"interim_reply", complaint.KInterimReplied, "Jawaban sementara"},
	{"answer", complaint.KAnswered, "Jawab pelapor"},
	{"respond", complaint.KReporterResponded, "Tanggapan pelapor"},
	{"close", complaint.KClosed, "Selesaikan"},
	{"reopen", complaint.KReopened, "Buka kembali"},
	{"classify", complaint.KClassified, "Ubah klasifikasi"},
	{"correct", complaint.KCorrected, "Perbaiki isi"},
	{"not_authorized", complaint.KNotAuthorized, "Bukan wewenang"},
	{"archive", complaint.KArchived, "Arsipkan"},
	{"escalate", complaint.KEscalated, "Teruskan ke Ombudsman"},
	{"note", complaint.KNoted, "Catatan"},
	{"track", complaint.KTrackingSet, "Tracking ID LAPOR!"},
	{"hand_over", complaint.KHandedOver, "Serahkan ke rekan"},
	{"take_over", complaint.KHandoverTaken, ""},
	{"settle", complaint.KClashSettled, ""},
	{"acknowledge", complaint.KDueAcknowledged, ""},
}

// Act does one act and shows the complaint as it is afterwards.
func (d *Desk) Act(in ActInput) (DetailView, error) {
	return guard(d, "Act", callTime, func(ctx context.Context, o *office.Desk) (DetailView, error) {
		kind := kindOf(in.Act)
		a := complaint.Act{ID: in.EntryID, Kind: kind, Body: complaint.Body{Text: in.Text, Office: in.Office, Target: in.Target, Letter: in.Letter,
			Channel: in.Channel, Why: in.Why, Yes: in.Satisfied == "ya", Score: in.Satisfaction, Clash: in.Clash, Take: in.Take}}
		var err error
		if a.Body.On, err = optionalDate("on", in.On); err != nil {
			return DetailView{}, err
		}
		if kind == complaint.KReporterResponded && in.Satisfied != "ya" && in.Satisfied != "tidak" {
			return DetailView{}, fault.New(fault.Invalid, "complaint.satisfied.required", "satisfied", "Pilih apakah pelapor menerima jawabannya.")
		}
		if kind == complaint.KHandedOver {
			if in.To == "" {
				return DetailView{}, fault.New(fault.Invalid, "complaint.to.required", "to", "Pilih rekan yang melanjutkan, atau siapa pun yang bertugas berikutnya.")
			}
			if in.To != AnyColleague {
				a.Body.To = in.To
			}
		}
		if a.Form, err = actForm(ctx, o, in); err != nil {
			return DetailView{}, err
		}
		if err := o.Act(ctx, in.ID, a); err != nil {
			return DetailView{}, err
		}
		return detailView(ctx, o, in.ID, false)
	})
}

// SaveActDraft keeps what is typed into the form of an act; with Drop it was
// emptied again.
func (d *Desk) SaveActDraft(in ActDraft) (ActDraftsView, error) {
	return guard(d, "SaveActDraft", callTime, func(ctx context.Context, o *office.Desk) (ActDraftsView, error) {
		v := ActDraftsView{Drafts: []ActDraft{}}
		var raw json.RawMessage
		if !in.Drop {
			var err error
			if raw, err = json.Marshal(in); err != nil {
				return v, err
			}
		}
		return v, o.SaveActDraft(ctx, in.Typed.ID, kindOf(in.Typed.Act), in.Typed.EntryID, raw)
	})
}

// ActDrafts are what this account typed for acts on a complaint and has not done.
func (d *Desk) ActDrafts(id string) (ActDraftsView, error) {
	return guard(d, "ActDrafts", callTime, func(ctx context.Context, o *office.Desk) (ActDraftsView, error) {
		v := ActDraftsView{Drafts: []ActDraft{}}
		list, err := o.ActDrafts(ctx, id)
		if err != nil {
			return v, err
		}
		for _, k := range actKinds {
			var one ActDraft
			if raw, ok := list[k.kind]; ok && json.Unmarshal(raw, &one) == nil { // one of a later version is left alone
				v.Drafts = append(v.Drafts, one)
			}
		}
		return v, nil
	})
}

// kindOf an act of the window; "" for an unknown one, which the domain refuses.
func kindOf(act string) string {
	for _, k := range actKinds {
		if k.act == act {
			return k.kind
		}
	}
	return ""
}

// actForm is the form that classifying or correcting stands on. Masked parts
// that came back as they were shown keep their real value.
func actForm(ctx context.Context, o *office.Desk, in ActInput) (*complaint.Form, error) {
	if in.Act != "verify" && in.Act != "classify" && in.Act != "correct" {
		return nil, nil
	}
	c, err := o.Complaint(ctx, in.ID, false)
	if err != nil {
		return nil, err
	}
	f := c.Form()
	if in.Act != "correct" {
		f.Kind, f.Category, f.Normative, f.Supervisory, f.FieldInspection, f.Confidential, f.ExtraClass = in.Kind, in.Category, in.Normative, in.Supervisory, in.FieldInspection, in.Confidential, in.ExtraClass
		return &f, nil
	}
	typed, err := domainForm(in.Form, o)
	if err != nil {
		return nil, err
	}
	if localInput(typed.Received(), o.Zone()) == localInput(f.Received(), o.Zone()) {
		typed.ReceivedAt = f.ReceivedAt // the form shows minutes only
	}
	unmask(&typed, c)
	return &typed, nil
}

func unmask(typed *complaint.Form, c *complaint.Complaint) {
	real, shown := c.Form(), c.MaskedForm()
	for _, p := range []struct{ typed, real, shown *string }{
		{&typed.Reporter.Name, &real.Reporter.Name, &shown.Reporter.Name},
		{&typed.Reporter.IDType, &real.Reporter.IDType, &shown.Reporter.IDType},
		{&typed.Reporter.IDNumber, &real.Reporter.IDNumber, &shown.Reporter.IDNumber},
		{&typed.Reporter.Occupation, &real.Reporter.Occupation, &shown.Reporter.Occupation},
		{&typed.Reporter.Address, &real.Reporter.Address, &shown.Reporter.Address},
		{&typed.Reporter.Phone, &real.Reporter.Phone, &shown.Reporter.Phone},
		{&typed.Reporter.Email, &real.Reporter.Email, &shown.Reporter.Email},
		{&typed.Reporter.ProxyName, &real.Reporter.ProxyName, &shown.Reporter.ProxyName},
		{&typed.Reporter.ProxyPhone, &real.Reporter.ProxyPhone, &shown.Reporter.ProxyPhone},
		{&typed.Reporter.ProxyLetter, &real.Reporter.ProxyLetter, &shown.Reporter.ProxyLetter},
		{&typed.Reporter.Organisation, &real.Reporter.Organisation, &shown.Reporter.Organisation},
	} {
		if *p.typed == *p.shown {
			*p.typed = *p.real
		}
	}
}

func detailView(ctx context.Context, o *office.Desk, id string, reveal bool) (DetailView, error) {
	v := DetailView{Fields: []FieldView{}, Identity: []FieldView{}, Timeline: []TimelineView{}, Clashes: []ClashView{}, Links: []LinkView{}, Acts: []ActView{}}
	c, err := o.Complaint(ctx, id, reveal)
	if err != nil {
		return v, err
	}
	by, err := o.Actor()
	if err != nil {
		return v, err
	}
	form := c.MaskedForm()
	if reveal {
		form = c.Form()
	}
	if v.Form, err = viewForm(form, o); err != nil {
		return v, err
	}
	v.ID, v.Tracking, v.Masked, v.MayReveal = c.ID, c.Tracking, !reveal, by.Role.May(auth.Unmask) && !reveal
	accounts, err := accountNames(ctx, o)
	if err != nil {
		return v, err
	}
	v.Deadline = deadlineView(o, c.Facts(), o.Clocks(c), moveViews(o, c, accounts))
	way, ways, err := o.Ways(ctx, id)
	if err != nil {
		return v, err
	}
	v.Row = detailRow(c, way, o)
	if c.Original != c.Values["narrative"] {
		v.Original = c.Original
	}
	if c.Old.Number != "" {
		v.Fields = append(v.Fields, FieldView{Name: "oldNumber", Label: "No. register lama", Value: c.Old.Number})
	}
	masked := complaint.ValuesOf(form)
	for _, identity := range []bool{false, true} {
		for _, name := range complaint.FieldNames(identity) {
			value := fieldText(name, masked[name], o)
			if value == "" || name == "narrative" {
				continue
			}
			f := FieldView{Name: name, Label: complaint.Label(name), Value: value}
			if identity {
				v.Identity = append(v.Identity, f)
			} else {
				v.Fields = append(v.Fields, f)
			}
		}
	}
	offices, err := officeNames(ctx, o)
	if err != nil {
		return v, err
	}
	v.Timeline = timeline(o, c, ways, accounts, offices)
	v.Links = linkViews(ctx, o, c, accounts)
	v.Handover = handoverView(c.Handover, by, accounts, o)
	v.Clashes = (&clashes{o: o, c: c, by: by, accounts: accounts, offices: offices, reveal: reveal}).views()
	next := complaint.Next(c.State)
	for _, k := range actKinds {
		if k.kind == complaint.KHandedOver && !c.State.Open() {
			continue // nobody goes on with what is done
		}
		if k.label != "" && complaint.Allowed(c, k.kind, by) == nil {
			v.Acts = append(v.Acts, ActView{Act: k.act, Label: k.label, First: k.kind == next})
		}
	}
	return v, nil
}

// AnyColleague stands for whoever of the office comes next.
const AnyColleague = "siapa_pun"

func handoverView(h *complaint.Handover, by complaint.Actor, accounts map[string]string, o *office.Desk) (v HandoverView) {
	if h == nil {
		return v
	}
	say := teller{accounts: accounts}
	return HandoverView{Text: h.Text, ByText: nameOr(accounts, h.By, "Petugas lain") + ", " + longInstant(h.At, o.Zone()), ToText: say.to(h.To),
		Mine: h.To == by.Account || h.To == "" && h.Office == by.Office && h.By != by.Account, Own: h.By == by.Account}
}

func detailRow(c *complaint.Complaint, way store.Way, o *office.Desk) RowView {
	k := o.Clocks(c)
	due := k.Deadline
	return rowView(store.Row{ID: c.ID, Number: c.Number, Office: c.Office, Holder: c.Holder, State: string(c.State), Kind: string(c.Kind()), Class: string(c.Class()),
		Category: c.Values["category"], ReceivedAt: c.ReceivedAt(), Due: due.Due, Latest: due.Latest, Told: c.Told.Due, ToldProvisional: c.Told.Provisional, Provisional: due.Provisional, Paused: due.Paused, Open: c.State.Open(),
		ClockRuns: c.State.ClockRuns(), Anonymous: c.Anonymous(), Confidential: c.Confidential(), Unidentified: c.Form().Reporter.Unidentified,
		Clashes: c.OpenClashes(), Way: way, Snapshot: store.Snapshot{Values: c.Values, HolderName: c.HolderSay, OldNumber: c.Old.Number}}, o)
}

// fieldText is a value in words.
func fieldText(name, v string, o *office.Desk) string {
	if v == "" {
		return ""
	}
	switch name {
	case "kind":
		return complaint.TextOf(complaint.Kinds, v)
	case "channel":
		return complaint.TextOf(complaint.Channels, v)
	case "category":
		return complaint.TextOf(complaint.Categories, v)
	case "village", "reporter.village":
		return office.VillageName(v)
	case "reporter.sex":
		return complaint.TextOf(complaint.Sexes, v)
	case "reporter.ageBand":
		return complaint.TextOf(complaint.AgeBands, v)
	case "reporter.disability":
		return complaint.TextOf(complaint.Disabilities, v)
	case "reporter.idType":
		return complaint.TextOf(complaint.IDTypes, v)
	case "receivedAt":
		return receiptText((&complaint.Form{ReceivedAt: v}).Received(), o.Zone())
	case "extraClass":
		return o.Rules().ClassText(complaint.Class(v))
	case "eventDate":
		if d, err := calendar.ParseDate(v); err == nil {
			return d.Long()
		}
	}
	if v == "ya" {
		return "Ya"
	}
	return v
}

func accountNames(ctx context.Context, o *office.Desk) (map[string]string, error) {
	accounts, _, err := o.Accounts(ctx)
	names := map[string]string{}
	for _, a := range accounts {
		names[a.ID] = a.Name
	}
	return names, err
}

func officeNames(ctx context.Context, o *office.Desk) (map[string]string, error) {
	offices, err := o.Offices(ctx)
	names := map[string]string{}
	for _, x := range offices {
		names[x.Code] = x.Name
	}
	return names, err
}

func nameOr(names map[string]string, id, other string) string {
	if n := names[id]; n != "" {
		return n
	}
	return other
}
