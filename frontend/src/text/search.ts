// The list of complaints: what is searched, filtered, saved and shown of it.

export const search = {
  meant: 'Mungkin maksud Anda:',
  meantHits: (n: string, exact: boolean) => (exact ? `${n} aduan` : `lebih dari ${n} aduan`),
  meantKey: 'Alt+M',
  numberWrong: 'Angka periksa nomor ini tidak cocok.',

  chips: 'Saringan yang dipakai',
  without: (what: string) => `Lepas saringan ${what}`,
  chip: (label: string, value: string) => `${label}: ${value}`,
  closedMonth: 'bulan ini',
  closed: 'Selesai',

  loadingRow: 'Memuat baris …',
  tooLong: (n: string) => `Hanya ${n} baris pertama yang tampil di layar ini. Ketik kata pencarian, pakai saringan, atau ganti urutan untuk melihat yang lain.`,

  sortReceived: 'Terima terlama',
  sortNumber: 'Nomor',
};

export const views = {
  button: 'Tampilan',
  title: 'Tampilan tersimpan',
  key: 'Alt+T',
  ready: 'Siap pakai',
  own: 'Simpanan saya',
  none: 'Belum ada. Cari atau saring dahulu, lalu simpan di sini agar besok cukup satu tombol.',
  save: 'Simpan tampilan ini',
  nothingToSave: 'Pilih saringan atau ketik kata pencarian dahulu, lalu simpan di sini.',
  name: 'Nama tampilan',
  keep: 'Simpan',
  rename: (name: string) => `Ganti nama ${name}`,
  remove: (name: string) => `Hapus ${name}`,
  removed: (name: string) => `${name} dihapus.`,
  undo: 'Urungkan (Ctrl+Z)',
  hint: 'Angka membuka · F2 ganti nama · Del hapus',
  saved: (name: string) => `Tampilan ${name} tersimpan`,
  names: {
    overdue: 'Lewat batas',
    unforwarded: 'Belum didisposisi',
    waiting: 'Menunggu jawaban OPD',
    incomplete: 'Menunggu kelengkapan pelapor',
    closedMonth: 'Selesai bulan ini',
  },
};
