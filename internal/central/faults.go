package central

import (
	"context"
	"errors"
	"net/http"

	"loketaduan/internal/exchange"
	"loketaduan/internal/fault"
)

// Faults of the envelope of a request; whoever sent it is not a desk that
// works as it should.
var (
	errPath   = fault.New(fault.NotFound, exchange.CodePath, "", "Alamat ini tidak ada di server pusat.")
	errMethod = fault.New(fault.Invalid, "exchange.method", "", "Cara memanggil alamat ini tidak dikenal server pusat.")
	errJSON   = fault.New(fault.Invalid, "exchange.json", "", "Isi permintaan tidak terbaca sebagai JSON.")
	errPacked = fault.New(fault.Invalid, "exchange.packed", "", "Isi permintaan rusak di perjalanan. Kirim ulang.")
	errMedia  = fault.New(fault.Invalid, "exchange.media", "", "Isi permintaan harus application/json.")
	errCoding = fault.New(fault.Invalid, "exchange.encoding", "", "Pemampatan isi hanya zstd atau gzip.")
	errLarge  = fault.New(fault.Invalid, "exchange.large", "", "Kiriman terlalu besar. Bagi menjadi beberapa kiriman.")
	errBomb   = fault.New(fault.Invalid, "exchange.bomb", "", "Kiriman mengembang terlalu besar ketika dibuka. Bagi menjadi beberapa kiriman.")
	errToken  = fault.New(fault.Forbidden, "exchange.unauthorized", "", "PC ini tidak dikenal server pusat. Minta kode pendaftaran baru kepada admin kabupaten.")
	errOld    = fault.New(fault.Conflict, "exchange.upgrade", "", "Versi program di PC ini tidak lagi diterima server pusat. Pasang versi terbaru.")
	errNonce  = fault.New(fault.Invalid, "exchange.nonce", "nonce", "Bilangan acak untuk salam tidak sah.")
	errAfter  = fault.New(fault.Invalid, "exchange.after", "after", "Posisi yang diminta tidak sah.")
	errLimit  = fault.New(fault.Invalid, "exchange.limit", "limit", "Jumlah catatan yang diminta tidak sah; paling banyak 1000.")
	errEpoch  = fault.New(fault.Conflict, exchange.CodeEpoch, "epoch", "Server pusat sudah diganti atau dipulihkan dari cadangan. PC ini menyesuaikan diri lebih dulu.")
	errBusy   = fault.New(fault.Offline, "exchange.busy", "", "Server pusat sedang sibuk. Coba lagi sebentar.")
)

// statusOf the codes that HTTP has a word of its own for; all others follow
// their kind.
var statusOf = map[string]int{
	errMethod.Code: http.StatusMethodNotAllowed,
	errJSON.Code:   http.StatusBadRequest,
	errPacked.Code: http.StatusBadRequest,
	errNonce.Code:  http.StatusBadRequest,
	errAfter.Code:  http.StatusBadRequest,
	errLimit.Code:  http.StatusBadRequest,
	errMedia.Code:  http.StatusUnsupportedMediaType,
	errCoding.Code: http.StatusUnsupportedMediaType,
	errLarge.Code:  http.StatusRequestEntityTooLarge,
	errBomb.Code:   http.StatusRequestEntityTooLarge,
	errToken.Code:  http.StatusUnauthorized,
	errOld.Code:    http.StatusUpgradeRequired,
}

func status(f *fault.Fault) int {
	if n, ok := statusOf[f.Code]; ok {
		return n
	}
	return f.Kind.HTTPStatus()
}

// seen keeps the causes of our own failures from the answer: a fault carries
// its cause for the log only, and an asker who left is no failure.
func seen(err error) *fault.Fault {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return errBusy.Because(err)
	}
	return fault.Of(err)
}
