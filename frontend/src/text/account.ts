// Who works here: accounts, signing in, the lock, practice, setting up.

export const account = {
  name: 'Nama lengkap',
  nameExample: 'Siti Rahmah',
  username: 'Nama pengguna',
  usernameHint: 'Untuk masuk, misalnya siti',
  role: 'Peran',
  password: 'Kata sandi',
  passwordHint: 'Kalimat pendek lebih mudah diingat dan lebih aman',
  passwordAgain: 'Kata sandi sekali lagi',
};

export const signIn = {
  title: 'Masuk',
  lockedTitle: 'Layar terkunci',
  lockedLead: (name: string) =>
    name
      ? `Pekerjaan ${name} menunggu di belakang layar ini, persis seperti ditinggalkan. Petugas lain boleh masuk dengan akunnya sendiri.`
      : 'Pekerjaan tetap tersimpan di belakang layar ini.',
  enter: 'Masuk',
  unlock: 'Buka kunci',
  forgot: 'Lupa kata sandi?',
};

export const lock = {
  title: 'Kunci layar',
  lead: 'Ctrl+L mengunci layar kapan saja. Formulir yang sedang diisi tetap ada di belakangnya.',
  minutes: 'Kunci sendiri setelah (menit)',
  now: (minutes: number) => `Layar terkunci sendiri setelah ${minutes} menit tidak dipakai.`,
  save: 'Simpan',
  saved: (minutes: number) => `Layar terkunci sendiri setelah ${minutes} menit`,
};

export const look = {
  title: 'Tampilan',
  lead: 'Untuk akun ini, di PC ini.',
  scheme: 'Warna',
  system: 'Ikut sistem',
  light: 'Terang',
  dark: 'Gelap',
  size: 'Ukuran huruf',
  usual: 'Biasa',
  large: 'Besar',
};

export const practice = {
  band: 'LATIHAN — tidak dikirim',
  about: 'Semua aduan di sini karangan.',
  end: 'Akhiri latihan (F10)',
  title: 'Latihan',
  lead: 'Register tersendiri dengan 60 aduan karangan, untuk mencoba apa saja. Tidak pernah dikirim ke kabupaten, dan register yang sebenarnya tidak tersentuh.',
  start: 'Mulai latihan',
  reset: 'Ulang dari awal',
  fromGate: 'Latihan dengan data karangan',
};

export const recover = {
  title: 'Lupa kata sandi',
  lead: 'Masukkan kode pemulihan kantor, lalu buat kata sandi baru.',
  code: 'Kode pemulihan',
  newPassword: 'Kata sandi baru',
  save: 'Simpan dan masuk',
};

export const setUp = {
  title: 'Siapkan PC ini',
  lead: 'Cukup sekali. Setelah ini aduan langsung dapat dicatat, juga tanpa internet.',
  way: 'Cara menyiapkan',
  alone: 'Siapkan tanpa server',
  withCode: 'Punya kode pendaftaran',
  aloneHint: 'Aduan tersimpan di PC ini. Kode pendaftaran dari kabupaten dapat menyusul kapan saja.',
  codeHint: 'Tempel kode dari kabupaten. Nama kantor dan huruf PC ikut dari kode; PC perlu tersambung internet sekali ini.',
  officeName: 'Nama kantor',
  officeNameExample: 'Kecamatan Martapura',
  officeCode: 'Kode wilayah',
  officeCodeHint: 'Misalnya 63.03.05',
  letter: 'Huruf PC',
  letterHint: 'A untuk PC pertama, B untuk yang kedua',
  firstAccount: 'Akun pertama',
  save: 'Siapkan',
  asking: 'Menghubungi kabupaten …',
};

export const recovery = {
  title: 'Simpan kode pemulihan ini',
  lead: 'Kode ini hanya ditampilkan sekali.',
  text: 'Bila semua kata sandi terlupa, hanya kode ini yang dapat membuka data di PC ini. Cetak atau tulis di kertas, lalu simpan di tempat terkunci, misalnya lemari arsip camat. Jangan simpan di PC ini.',
  aloud: (groups: string) => `Kode pemulihan: ${groups}`,
  kept: 'Sudah saya simpan di tempat aman',
  go: 'Lanjut',
};
