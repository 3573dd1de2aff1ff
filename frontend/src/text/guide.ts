// The user's manual. It comes with the help screen, not with the start. `F2` in
// back quotes is a key. Each chapter says in a few sentences what to do; the law
// behind it stands in the domain's rules, not here.

export const help = {
  title: 'Bantuan',
  search: 'Cari dalam bantuan',
  searchExample: 'misalnya kwitansi',
  chapters: 'Bab',
  found: (n: number) => (n === 1 ? '1 bab cocok' : `${n} bab cocok`),
  nothing: 'Tidak ada bab yang cocok. Coba kata yang lebih pendek.',
  keys: '↑ ↓ pindah bab · Enter membaca',
  close: 'Tutup (Esc)',
  hintsBack: 'Tampilkan petunjuk lagi',
  hintsAreBack: 'Petunjuk awal tampil lagi di setiap layar',
};

export type Block =
  | { text: string }
  | { steps: string[] }
  | { points: string[] }
  | { terms: [string, string][] }
  | { picture: PictureName; alt: string }
  | { keys: true };

export type PictureName =
  | 'catat' | 'tersimpan' | 'hari-ini' | 'daftar' | 'kenapa' | 'kalender' | 'rincian' | 'jawab' | 'periksa' | 'kiriman' | 'laporan' | 'impor' | 'latihan' | 'kunci' | 'pulih';

export interface Chapter {
  id: string;
  title: string;
  also: string; // other words by which people look for it
  blocks: Block[];
}

export const chapters: Chapter[] = [
  {
    id: 'mencatat',
    title: 'Mencatat aduan',
    also: 'formulir isi baru pelapor draf lampiran foto kalimat siap pakai ktp telepon',
    blocks: [
      { text: 'Tekan `F2` di layar mana pun. Satu aduan cukup satu menit, tanpa tetikus.' },
      { picture: 'catat', alt: 'Formulir Catat aduan: pelapor di kiri, isi laporan di tengah, penanganan dan batas waktu di kanan.' },
      {
        steps: [
          'Ketik nama, NIK, dan nomor HP. `Enter` pindah ke kolom berikutnya, `Shift+Enter` kembali.',
          'Pernah melapor? Namanya ditawarkan di bagian atas. `Alt+I` mengisi data lamanya.',
          '`Alt+2` ke isi laporan. Tulis kata pelapor apa adanya. Perihal boleh kosong: diambil dari kalimat pertama.',
          'Pilih kategori dengan mengetik sebagian katanya.',
          '`Ctrl+Enter` menyimpan. Nomor register dan batas waktu langsung tampil, juga tanpa internet.',
          '`Ctrl+P` mencetak tanda terima untuk pelapor.',
        ],
      },
      { picture: 'tersimpan', alt: 'Sesudah disimpan: nomor register besar, batas waktu, dan tombol untuk mencetak tanda terima.' },
      {
        points: [
          'Tidak membawa KTP: pilih "Tanpa NIK / tanpa kartu" pada jenis identitas.',
          'Tidak mau menyebut nama: centang Tanpa identitas. Aduan tetap diterima; pelapor cukup menyimpan nomornya.',
          'Anonim menyembunyikan nama pelapor. Rahasia berarti isinya tidak untuk umum. Keduanya boleh dipilih bersama.',
          'Surat yang diterima kemarin: isi Tanggal & jam terima, misalnya `kemarin`. Batas waktu dihitung dari tanggal itu.',
          'Foto dan surat: seret ke formulir, tempel dengan `Ctrl+V`, atau `Alt+L`.',
          'Kalimat yang sering ditulis: `Alt+T`, ketik sebagian judulnya, `Enter`. `Tab` berpindah di antara isian ___.',
          'Aduan yang mirip muncul di kanan; `Alt+M` ke sana. Kaitkan menghubungkan, tidak menggabungkan.',
          'Formulir boleh ditinggalkan. Drafnya ditawarkan lagi di atas formulir berikutnya.',
        ],
      },
    ],
  },
  {
    id: 'hari-ini',
    title: 'Pekerjaan hari ini',
    also: 'layar pertama mendesak lewat batas jatuh tempo usulan selesai',
    blocks: [
      { text: '`F6` membuka apa yang harus dikerjakan hari ini, yang paling mendesak di atas.' },
      { picture: 'hari-ini', alt: 'Pekerjaan hari ini: kelompok Lewat batas, Belum diverifikasi, dan seterusnya, dengan jumlah di atasnya.' },
      {
        points: [
          'Panah memilih baris, `Enter` membukanya, `T` mengerjakan tindakannya. `1` sampai `9` melompat ke kelompok itu.',
          'Belum diverifikasi: paling lambat 3 hari kerja sejak diterima.',
          'Belum ditindaklanjuti: tindak lanjut pertama paling lambat 5 hari kerja sesudahnya.',
          'Usulan selesai: pelapor tidak menanggapi jawaban selama 10 hari kerja. `S` menyelesaikannya.',
          'Tenggat berubah: tanggal pada tanda terima sudah berganti. Beri tahu pelapor, lalu `T` menandai sudah tahu.',
          'Dua isian berbeda: dua PC mengisi hal yang sama. Bandingkan dan pilih; keduanya tetap ada di riwayat.',
        ],
      },
      { text: 'Angka hari itu mengikuti Pengaturan kantor. Pengingat harian muncul pada jam yang diatur di sana.' },
    ],
  },
  {
    id: 'mencari',
    title: 'Mencari aduan',
    also: 'daftar saring filter nomor register nama nik telepon cari',
    blocks: [
      { text: '`F3`, lalu ketik: nomor register, nama, NIK, nomor HP, atau kata dalam isinya. Daftar menyempit sambil mengetik, juga untuk aduan yang belum terkirim.' },
      { picture: 'daftar', alt: 'Daftar aduan yang disempitkan dengan satu kata, urut dari batas waktu terdekat.' },
      {
        points: [
          'Panah bawah masuk ke daftar, `Enter` membuka aduan, `Esc` kembali ke tempat semula.',
          'Mencari menemukan juga yang sudah selesai. Tanpa kata pencarian hanya yang terbuka yang tampil, sampai centangnya dilepas.',
          'Sebagian kata pun cukup: "baik" menemukan perbaikan. Salah ketik? `Alt+M` menawarkan yang mungkin dimaksud.',
          'Saring menurut status, kelas, kategori, klasifikasi, atau batas waktu. Hapus saringan menampilkan semuanya lagi.',
          '`Alt+T` membuka Tampilan: saringan yang sering dipakai, siap pakai atau disimpan sendiri dengan nama. `Alt+U` mengganti urutan.',
          'Kolom Terkirim? berkata apakah kabupaten sudah menerimanya.',
        ],
      },
    ],
  },
  {
    id: 'tenggat',
    title: 'Tenggat dan hari kerja',
    also: 'batas waktu libur kalender cuti bersama kantor tutup banjir sementara ombudsman 5 14 60 golongan kelas',
    blocks: [
      { text: 'Batas waktu mengikuti kelas aduan, dihitung dalam hari kerja:' },
      {
        terms: [
          ['5 hari kerja', 'Permintaan informasi, dan pengaduan yang cukup dijawab dari aturan (normatif).'],
          ['14 hari kerja', 'Pengaduan lain, dan aspirasi.'],
          ['60 hari kerja', 'Berkadar pengawasan dan perlu pemeriksaan lapangan: keduanya ya.'],
        ],
      },
      { text: 'Hari ke-1 adalah hari kerja sesudah tanggal terima. Jam terima tidak berpengaruh. Batasnya berakhir pukul 23.59 pada hari terakhir.' },
      { text: 'Yang tidak dihitung: akhir pekan, libur nasional, cuti bersama, hari pemungutan suara, dan hari kantor tutup.' },
      { picture: 'kenapa', alt: 'Kenapa tanggal ini: kalender yang memperlihatkan setiap hari yang dihitung dan yang dilewati.' },
      {
        points: [
          '`Alt+K` menjelaskan satu tanggal hari demi hari, dan dapat dicetak untuk pelapor.',
          'Kata "sementara": kalender tahun itu belum ditetapkan pemerintah. Tanggalnya dihitung lagi begitu ada keputusan.',
          'Meminta kelengkapan menghentikan hitungan. Setelah kelengkapan diterima hitungan berlanjut, tidak mulai dari awal. Pelapor punya 30 hari kalender.',
          'Meneruskan ke kantor lain dan jawaban sementara tidak mengubah batas waktu.',
          'Memperpanjang kelas, misalnya 14 menjadi 60, hanya dapat dilakukan pimpinan atau admin.',
          'Sama sekali tanpa tindak lanjut sampai hari kerja ke-60: aduan menjadi urusan Ombudsman RI.',
        ],
      },
      { text: 'Kantor tutup, misalnya karena banjir: `F8`, Tutup kantor, isi tanggal dan nomor suratnya. Yang akan bergeser diperlihatkan sebelum disimpan. Ini pekerjaan pimpinan atau admin kantor.' },
      { picture: 'kalender', alt: 'Kalender setahun dengan hari libur, asal keputusannya, dan hari kantor tutup.' },
    ],
  },
  {
    id: 'menangani',
    title: 'Disposisi dan jawaban',
    also: 'verifikasi teruskan tindak lanjut tanggapan selesai arsip bukan wewenang riwayat kelengkapan perbaiki',
    blocks: [
      { text: 'Buka aduannya. Tombol berwarna adalah langkah yang biasanya berikut.' },
      { picture: 'rincian', alt: 'Rincian aduan: isi laporan di kiri; tindakan dan riwayat di kanan.' },
      {
        steps: [
          'Verifikasi: periksa klasifikasi dan kategorinya. Belum lengkap? Minta kelengkapan.',
          'Teruskan bila kantor lain yang menangani: pilih kantornya dan tulis petunjuk. Lembar disposisi ada di menu Cetak.',
          'Catat tindak lanjut: tulis apa yang dilakukan dan tanggalnya.',
          'Jawab pelapor. `Alt+T` menawarkan kalimat siap pakai. Surat jawaban ada di menu Cetak.',
          'Tanggapan pelapor: menerima, atau keberatan. Lalu Selesaikan, atau Buka kembali.',
        ],
      },
      { picture: 'jawab', alt: 'Formulir Jawab pelapor dengan kalimat siap pakai, tanggal, dan cara menyampaikannya.' },
      {
        points: [
          'Belum ada jawaban akhir: Jawaban sementara memberi kabar kepada pelapor.',
          'Bukan urusan kantor yang ada di daftar Teruskan: pilih Bukan wewenang, dan sebut instansi serta nomor suratnya.',
          'Arsipkan untuk aduan ganda, tidak jelas, atau dicabut. Alasannya selalu ditulis.',
          'Serahkan ke rekan menitipkan catatan kepada petugas lain, atau siapa pun; titipan muncul di Pekerjaan hari ini miliknya.',
          'Salin untuk LAPOR! (`Alt+S`) menyalin isi aduan menurut urutan LAPOR!. Kabar untuk pelapor (`Alt+W`) menyiapkan pesan WhatsApp; Anda sendiri yang mengirimnya.',
          'Salah ketik: Perbaiki isi. Kata pelapor saat dicatat tetap tersimpan.',
          'Identitas disamarkan. Pimpinan dan admin dapat menampilkannya; setiap kali dicatat.',
        ],
      },
    ],
  },
  {
    id: 'kertas',
    title: 'Tanda terima dan cetakan',
    also: 'kwitansi kuitansi struk printer pencetak qr salinan surat kop disposisi periksa palsu',
    blocks: [
      { text: '`Ctrl+P` mencetak tanda terima aduan yang baru disimpan atau sedang terbuka. Cetakan dibuka di penampil PDF; cetak dari sana.' },
      {
        points: [
          'Tanda terima memuat nomor, kelas, dan batas waktu; satu lembar untuk pelapor, satu untuk kantor. Gulungan 80 atau 58 mm hanya memuat lembar pelapor.',
          'Kertas dan pencetak dipilih di Pengaturan, bagian Cetak di PC ini. Kop diatur di bawahnya.',
          'Cetakan kedua dan seterusnya bertanda salinan.',
          'Pencetak macet tidak membatalkan apa pun: aduan sudah tersimpan sebelum dicetak.',
          'Lembar kantor dari aduan anonim atau rahasia tidak memuat identitas.',
        ],
      },
      { text: 'Memeriksa tanda terima yang dibawa orang: `F7`, lalu pindai kode QR-nya atau ketik nomor dan kode di bawahnya. Tidak perlu jaringan. Tanda terima yang diubah akan ketahuan.' },
      { picture: 'periksa', alt: 'Periksa tanda terima: hasilnya menyebut sah, nomor, kantor penerbit, dan batas waktu sekarang.' },
    ],
  },
  {
    id: 'jaringan',
    title: 'Bila jaringan putus',
    also: 'internet offline sinyal kirim kabupaten usb flashdisk parsel server belum terkirim',
    blocks: [
      { text: 'Bekerjalah seperti biasa. Mencatat, menghitung batas waktu, mencari, dan mencetak tidak memerlukan jaringan. Semua tersimpan di PC ini dan dikirim sendiri begitu jaringan ada.' },
      {
        terms: [
          ['Diterima kabupaten', 'Semua dari PC ini sudah sampai.'],
          ['Belum terkirim (3)', 'Tiga catatan masih menunggu di PC ini. Tidak perlu apa-apa.'],
          ['Perlu tindakan', 'Menunggu saja tidak cukup. Tekan `F9` dan baca apa yang harus dilakukan.'],
        ],
      },
      { picture: 'kiriman', alt: 'Kiriman ke kabupaten: aduan yang menunggu, keadaan saluran, dan tombol Coba sekarang.' },
      { text: '`F9` memperlihatkan apa yang menunggu; `C` mencoba sekarang juga. Tidak ada jaringan berhari-hari? Kirim lewat USB dari layar yang sama:' },
      {
        steps: [
          'Colokkan USB, tekan Buat parsel. Isinya tersegel, hanya kabupaten yang dapat membukanya.',
          'Bawa USB ke kabupaten. Jawabannya ditaruh di USB yang sama.',
          'Tekan Masukkan jawaban di PC ini. Baru setelah itu catatan dihitung diterima.',
        ],
      },
      {
        points: [
          'Jangan mencatat aduan yang sama dua kali karena belum terkirim.',
          'Jam PC yang salah diberitahukan di atas layar. Pekerjaan tetap jalan; betulkan jamnya bila sempat.',
        ],
      },
    ],
  },
  {
    id: 'laporan',
    title: 'Laporan dan buku register',
    also: 'excel ekspor rekap bulanan cetak register pdf',
    blocks: [
      { text: 'Buka Laporan, pilih Bulan ini atau isi tanggalnya, lalu Buat berkas Excel. Bisa tanpa jaringan.' },
      { picture: 'laporan', alt: 'Layar Laporan: pilihan masa, tanggal, identitas, dan tombol Buat berkas Excel.' },
      {
        points: [
          'Aduan dipilih menurut tanggal terima.',
          'Nama dan NIK disamarkan. Tampilkan identitas hanya bila perlu: hal itu dicatat, dan berkasnya harus disimpan aman.',
          'Cetak buku register membuat buku yang sama di kertas A4 atau F4 mendatar.',
        ],
      },
    ],
  },
  {
    id: 'impor',
    title: 'Impor buku lama',
    also: 'register lama excel csv lapor sp4n masukkan urungkan',
    blocks: [
      { text: 'Buku register dari Excel atau CSV, dan ekspor SP4N-LAPOR!, dapat dimasukkan sekaligus oleh pimpinan atau admin. Berkasnya sendiri tidak diubah.' },
      {
        steps: [
          'Pengaturan, bagian Register lama, Impor register lama. Taruh berkasnya di sana.',
          'Kolom: periksa arti setiap kolom. Yang tidak dikenal disimpan sebagai catatan.',
          'Tanggal dan status: jawab yang ditanyakan, misalnya apakah 3/4 berarti 3 April.',
          'Periksa: baris demi baris, mana yang masuk, sudah ada, atau ditolak dan sebabnya. Belum ada yang berubah.',
          '`Ctrl+Enter` mengimpor.',
        ],
      },
      { picture: 'impor', alt: 'Langkah Periksa: jumlah yang akan masuk, sudah ada, dan ditolak, dengan contoh barisnya.' },
      {
        points: [
          'Baris yang ditolak dapat disimpan ke Excel bersama alasannya, dibetulkan, lalu diimpor lagi.',
          'Berkas yang sama dua kali tidak menambah apa-apa.',
          'Urungkan impor ini menarik kembali semuanya, kecuali aduan yang sudah dikerjakan sejak itu.',
        ],
      },
    ],
  },
  {
    id: 'latihan',
    title: 'Latihan',
    also: 'coba belajar karangan data contoh',
    blocks: [
      { text: 'Mencoba apa saja tanpa takut: register tersendiri dengan 60 aduan karangan. Tidak pernah dikirim, dan register yang sebenarnya tidak tersentuh.' },
      { picture: 'latihan', alt: 'Layar latihan: pita LATIHAN — tidak dikirim di atas setiap layar.' },
      {
        points: [
          'Mulai dari Pengaturan, bagian Latihan, atau dari layar masuk.',
          'Selama latihan ada pita LATIHAN di atas setiap layar.',
          '`F10` mengakhiri latihan. Register yang sebenarnya lalu meminta kata sandi Anda.',
          'Ulang dari awal, di Pengaturan, mengembalikan aduan karangannya.',
        ],
      },
    ],
  },
  {
    id: 'kunci',
    title: 'Kunci layar dan ganti petugas',
    also: 'ctrl+l keluar akun istirahat password masuk petugas lain',
    blocks: [
      { text: '`Ctrl+L` mengunci layar setiap kali meninggalkan meja. Layar juga terkunci sendiri bila tidak dipakai beberapa menit.' },
      { picture: 'kunci', alt: 'Layar terkunci: nama petugas yang pekerjaannya menunggu, dan kolom kata sandi.' },
      {
        points: [
          'Formulir yang sedang diisi tetap ada di belakang kunci, sampai huruf terakhir.',
          'Petugas lain boleh masuk dengan akunnya sendiri. Draf petugas pertama menunggu.',
          'Keluar, di menu nama di kanan atas, untuk akhir hari.',
          'Akun baru ditambahkan admin di Pengaturan, bagian Akun. Satu orang satu akun, agar riwayat menyebut nama yang benar.',
          'Setelah beberapa kali salah sandi, tunggu sebentar; lamanya disebut di layar.',
        ],
      },
    ],
  },
  {
    id: 'aman',
    title: 'Cadangan, PC baru, lupa sandi',
    also: 'backup password kode pemulihan hilang dicuri rusak pindah ganti komputer pendaftaran',
    blocks: [
      { text: 'Lupa kata sandi: di layar masuk pilih Lupa kata sandi?, isi kode pemulihan kantor, lalu buat kata sandi baru. Kode itu dicetak atau ditulis saat PC disiapkan, dan disimpan di tempat terkunci, misalnya lemari arsip camat.' },
      { picture: 'pulih', alt: 'Lupa kata sandi: kode pemulihan, nama pengguna, dan kata sandi baru.' },
      {
        points: [
          'Cadangan: yang sudah diterima kabupaten ada di dua tempat. Yang belum terkirim hanya ada di PC ini; kirimkan lewat jaringan atau USB sebelum PC diperbaiki atau diganti.',
          'PC baru: minta kode pendaftaran ke kabupaten. Di layar Siapkan PC ini pilih Punya kode pendaftaran. PC terisi dari kabupaten, aduan terbaru lebih dulu; sementara itu sudah dapat dipakai.',
          'PC hilang atau dicuri: isinya tersegel dan tidak dapat dibaca tanpa kata sandi. Segera beri tahu kabupaten, agar PC itu dicabut.',
          'Jangan menyalin folder program ke PC lain. Setiap PC didaftarkan sendiri dan punya huruf sendiri.',
        ],
      },
    ],
  },
  {
    id: 'tombol',
    title: 'Semua tombol',
    also: 'tombol cepat keyboard papan tik pintasan shortcut',
    blocks: [{ keys: true }],
  },
];
