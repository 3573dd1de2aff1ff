package complaint

import (
	"loketaduan/internal/auth"
	"loketaduan/internal/calendar"
	"loketaduan/internal/fault"
)

// mayWithdraw guards "dicabut": a supervisor says it, and where the reporter
// only kept silent, not before the days for completing the file are over
// (UU 25/2009 art. 44: 30 days).
func mayWithdraw(c *Complaint, a *Act, b *Body, by Actor, today calendar.Date) error {
	if b.Why != "dicabut" && b.Why != WhyDeemedWithdrawn {
		return nil
	}
	if !by.Role.May(auth.Supervise) {
		return fault.New(fault.Forbidden, "complaint.withdrawn.supervisor", "why", "Menyatakan aduan dicabut hanya dapat dilakukan pimpinan atau admin. Mintalah beliau melakukannya.")
	}
	if b.Why == "dicabut" {
		return nil
	}
	if c.State != AwaitingCompletion || a.Clocks.Stage != StageComplete {
		return fault.New(fault.Conflict, "complaint.withdrawn.state", "why", "Dianggap dicabut hanya untuk aduan yang kelengkapannya diminta dan tidak dipenuhi. Pilih sebab lain.")
	}
	if !today.After(a.Clocks.StageBy) {
		return fault.New(fault.Conflict, "complaint.withdrawn.early", "why", "Pelapor masih punya waktu melengkapi sampai "+a.Clocks.StageBy.Long()+". Baru sesudah itu aduan dapat dianggap dicabut.")
	}
	return nil
}

// WhyDeemedWithdrawn: the reporter never completed the file.
const WhyDeemedWithdrawn = "dianggap_dicabut"

// mayEscalate: the complaint goes to Ombudsman RI after 60 working days with
// no follow-up at all (domain notes 2.3).
func mayEscalate(c *Complaint, a *Act, today calendar.Date) error {
	switch {
	case !c.FirstFollowUp.IsZero():
		return fault.New(fault.Conflict, "complaint.escalate.followed", "", "Aduan ini sudah ditindaklanjuti pada "+c.FirstFollowUp.Short()+", jadi tidak diteruskan ke Ombudsman oleh kantor. Pelapor tetap boleh melapor sendiri.")
	case !a.Clocks.PassedWithoutFollowUp(today):
		return fault.New(fault.Conflict, "complaint.escalate.early", "", "Aduan baru diteruskan ke Ombudsman bila sampai "+a.Clocks.Ombudsman.Long()+" sama sekali tidak ada tindak lanjut.")
	}
	return nil
}

func unknownClass() *fault.Fault {
	return fault.New(fault.Invalid, "complaint.class.unknown", "extraClass", "Kelas ini tidak ada dalam pengaturan kantor. Pilih kelas dari daftar.")
}
