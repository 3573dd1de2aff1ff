package exchange

import (
	"errors"
	"time"

	"loketaduan/internal/fault"
)

// Faults of the line, as the clerk reads them: who must do what. Their codes
// are for ever.
var (
	errUnreachable = fault.New(fault.Offline, "exchange.unreachable", "",
		"Server pusat tidak terjangkau. Pekerjaan tersimpan di PC ini dan terkirim sendiri begitu jaringan kembali.")
	errTimeout = fault.New(fault.Offline, "exchange.timeout", "",
		"Jaringan terlalu lambat atau terputus di tengah jalan. Tidak ada yang hilang; pengiriman diulang sedikit demi sedikit.")
	errPortal = fault.New(fault.Offline, "exchange.portal", "",
		"Jaringan ini menjawab sendiri, bukan server pusat. Buka peramban dan masuk dulu ke halaman wifi. Bila sudah masuk, minta admin kantor memeriksa alamat server.")
	errCertificate = fault.New(fault.Offline, "exchange.certificate", "",
		"Sertifikat server pusat tidak dikenali. Periksa tanggal dan jam PC ini, dan masuk dulu ke halaman wifi bila ada. Bila tetap, hubungi admin kabupaten.")
	errUnauthorized = fault.New(fault.Forbidden, "exchange.unauthorized", "",
		"Server pusat tidak mengenal PC ini lagi. Minta kode pendaftaran baru kepada admin kabupaten; pekerjaan tetap tersimpan di PC ini.")
	errUpgrade = fault.New(fault.Conflict, "exchange.upgrade", "",
		"Versi program di PC ini tidak lagi diterima server pusat. Minta admin kantor memasang versi terbaru; pekerjaan tetap tersimpan di PC ini.")
	errServer = fault.New(fault.Offline, "exchange.server", "",
		"Server pusat sedang terganggu. Tunggu saja, pengiriman diulang sendiri; bila lebih dari satu hari, hubungi admin kabupaten.")
	errAnswer = fault.New(fault.Conflict, "exchange.answer", "",
		"Jawaban server pusat tidak cocok dengan catatan PC ini, maka tidak dipakai. Pengiriman diulang sendiri; bila berulang, hubungi admin kabupaten.")
	errFeed = fault.New(fault.Conflict, "exchange.feed", "",
		"Data dari server pusat tidak cocok dengan sidik jarinya, maka tidak disimpan. Diulang sendiri; bila berulang, hubungi admin kabupaten.")
	errUnknownOwn = fault.New(fault.Conflict, "exchange.own", "",
		"Server pusat menyebut catatan PC ini yang tidak ada di sini. Diambil ulang secara lengkap.")
	errTooBig = fault.New(fault.Invalid, "exchange.entry.large", "",
		"Satu catatan terlalu besar untuk dikirim. Hubungi admin kabupaten.")
)

// errNameless never leaves the loop: the PC must be named first.
var errNameless = fault.New(fault.Conflict, "exchange.nameless", "",
	"PC ini salinan dari PC lain dan sedang meminta nama baru kepada server pusat. Pekerjaan tetap tersimpan di PC ini.")

// Faults of a push that the server must refuse as a whole: no program of ours
// can have sent it.
var (
	errEmpty   = fault.New(fault.Invalid, "exchange.empty", "entries", "Kiriman tidak berisi catatan apa pun.")
	errBatch   = fault.New(fault.Invalid, "exchange.batch", "entries", "Kiriman berisi lebih dari 500 catatan. Bagi menjadi beberapa kiriman.")
	errOrder   = fault.New(fault.Invalid, "exchange.order", "entries", "Urutan catatan dalam kiriman tidak bersambung.")
	errChain   = fault.New(fault.Invalid, "exchange.chain", "entries", "Rantai sidik jari dalam kiriman tidak bersambung.")
	errForeign = fault.New(fault.Forbidden, "exchange.office", "entries",
		"Kiriman berisi catatan milik kantor atau PC lain. Setiap PC hanya mengirim catatannya sendiri.")
)

// Codes that the runner and the server share.
const (
	CodeEpoch = "exchange.epoch" // the server has another history than the desk believes
	CodeGap   = "exchange.gap"
	CodeFork  = "exchange.fork"
	CodePath  = "exchange.path"         // the server does not know the call
	CodeTaken = "exchange.device.taken" // the new name is known already, and not from this PC

	CodeUnauthorized = "exchange.unauthorized"
)

// retryAfter is the server's wish not to be asked again too soon.
type retryAfter struct{ wait time.Duration }

func (r *retryAfter) Error() string { return "retry after " + r.wait.String() }

// RetryAfter is how long the server asked us to stay away; 0 when it did not.
func RetryAfter(err error) time.Duration {
	var r *retryAfter
	if errors.As(err, &r) {
		return r.wait
	}
	return 0
}
