// One complaint: its acts and their keys, what is handed on, what is told to others.

/** The key of each act: the same in every state of a complaint. T, U, 1 and 2 belong to the notices above. */
export const actKeys: Record<string, string> = {
  verify: 'V', request_completion: 'M', complete: 'K', forward: 'R', follow_up: 'L', interim_reply: 'E', answer: 'J', respond: 'P', close: 'S',
  reopen: 'B', classify: 'F', correct: 'I', not_authorized: 'W', archive: 'A', escalate: 'O', note: 'C', track: 'G', hand_over: 'H',
};

/** Lines of the list of keys. */
export const detailKeys = [
  ['Enter', 'Aduan terbuka: tindakan berikutnya yang disarankan'],
  ['V, M, K', 'Aduan terbuka: verifikasi, minta kelengkapan, kelengkapan diterima'],
  ['R, L, H', 'Aduan terbuka: teruskan, catat tindak lanjut, serahkan ke rekan'],
  ['J, E, P', 'Aduan terbuka: jawab pelapor, jawaban sementara, tanggapan pelapor'],
  ['S, B, A', 'Aduan terbuka: selesaikan, buka kembali, arsipkan'],
  ['I, F, C', 'Aduan terbuka: perbaiki isi, ubah klasifikasi, catatan'],
  ['W, O, G', 'Aduan terbuka: bukan wewenang, ke Ombudsman, tracking ID LAPOR!'],
  ['Alt+S', 'Aduan terbuka: salin untuk LAPOR!'],
  ['Alt+W', 'Aduan terbuka: kabar untuk pelapor (WhatsApp)'],
  ['Alt+P', 'Aduan terbuka: tampilkan identitas pelapor, atau tutup kembali'],
] as const;

export const begun = 'ada ketikan yang belum disimpan';

export const handover = {
  title: 'Titipan',
  from: (by: string) => `dari ${by}`,
  to: (to: string) => `untuk ${to}`,
  read: 'Sudah saya baca',
  withdraw: 'Tarik titipan',
  done: 'Ditandai sudah dibaca; pesannya tetap ada di riwayat',
  withdrawn: 'Titipan ditarik; pesannya tetap ada di riwayat',
  colleague: 'Rekan yang melanjutkan',
  message: 'Pesan untuk rekan',
  keys: 'T: sudah saya baca · Enter: buka aduan',
};

export const share = {
  title: 'Untuk disampaikan',
  lapor: 'Salin untuk LAPOR!',
  message: 'Kabar untuk pelapor',
  copied: 'Sudah disalin. Tempel dengan Ctrl+V.',
  notCopied: 'Belum dapat disalin. Pilih teks di bawah, lalu tekan Ctrl+C.',
  again: 'Salin lagi',
  close: 'Tutup (Esc)',
  laporLead: 'Isian menurut urutan SP4N-LAPOR!. Setelah terkirim di sana, catat nomor trackingnya di sini.',
  laporMasked: 'Nama disamarkan. Bila LAPOR! memerlukannya, tekan Tampilkan (Alt+P) dahulu, lalu salin lagi.',
  laporText: 'Teks untuk LAPOR!',
  track: 'Catat nomor tracking',
  messageLead: 'Tidak ada yang terkirim dari program ini. Ubah bila perlu, lalu kirim sendiri.',
  messageText: 'Kabar untuk pelapor',
  open: 'Buka WhatsApp',
  opened: 'WhatsApp dibuka di peramban dengan kabar ini. Periksa, lalu kirim dari sana.',
  openedEmpty: 'WhatsApp dibuka di peramban. Kabarnya panjang: tempel dengan Ctrl+V, lalu kirim.',
  sent: 'Sudah saya kirim',
  sentDone: 'Dicatat di riwayat: kabar sudah dikirim',
  sentNote: (text: string) => `Kabar untuk pelapor sudah dikirim lewat WhatsApp:\n${text}`,
};
