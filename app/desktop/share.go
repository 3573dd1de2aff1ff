package desktop

import (
	"context"
	"strings"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"loketaduan/internal/office"
)

// LaporText is a complaint in the fields of SP4N-LAPOR!, to be copied; with
// Reveal it may tell who the reporter is, and the look is recorded.
func (d *Desk) LaporText(in DetailInput) (LaporView, error) {
	return guard(d, "LaporText", callTime, func(ctx context.Context, o *office.Desk) (LaporView, error) {
		text, err := o.LaporText(ctx, in.ID, in.Reveal)
		return LaporView{Text: text}, err
	})
}

// Message is what the reporter may be told in a chat.
func (d *Desk) Message(id string) (MessageView, error) {
	return guard(d, "Message", callTime, func(ctx context.Context, o *office.Desk) (MessageView, error) {
		m, err := o.Message(ctx, id)
		v := MessageView{Text: m.Text, MayOpen: m.Phone && m.May && !m.Practice}
		switch {
		case err != nil:
		case m.Practice:
			v.Why = "Latihan: nomornya karangan, jadi WhatsApp tidak dibuka."
		case !m.Phone:
			v.Why = "Nomor telepon genggam pelapor tidak tercatat."
		case !m.May:
			v.Why = "Akun ini tidak boleh melihat nomor pelapor; tempel kabarnya di telepon loket."
		}
		return v, err
	})
}

// OpenMessage opens the chat with the reporter in the system's browser, the
// message typed in. The look at the number is recorded; nothing is sent.
func (d *Desk) OpenMessage(in MessageInput) (MessageView, error) {
	return guard(d, "OpenMessage", callTime, func(ctx context.Context, o *office.Desk) (MessageView, error) {
		link, err := o.MessageLink(ctx, in.ID, in.Text)
		if err != nil {
			return MessageView{}, err
		}
		wails_runtime.BrowserOpenURL(d.ctx, link)
		return MessageView{Text: in.Text, MayOpen: true, Pasted: strings.Contains(link, "?text=")}, nil
	})
}
