// What somebody reads once at a place, the first time there. One line each.

export const hints = {
  label: 'Petunjuk',
  known: 'Mengerti (Alt+H)',
  at: {
    work: 'Yang paling mendesak ada di atas. Panah memilih baris, Enter membukanya, T mengerjakan tindakannya.',
    list: 'Ketik sebagian nama, nomor, atau isi; daftar langsung menyempit. Panah bawah masuk ke daftar, Enter membuka aduan.',
    record: 'Enter pindah ke kolom berikutnya, Ctrl+Enter menyimpan. Ketikan selalu tersimpan sebagai draf.',
    detail: 'Tombol berwarna adalah langkah yang biasanya berikut. Alt+K menjelaskan batas waktunya, Ctrl+P mencetak tanda terima.',
    calendar: 'Panah kiri dan kanan pindah tahun. Hari libur berasal dari keputusan pemerintah; hari kantor tutup dicatat di sini.',
    sync: 'Semua dikirim sendiri begitu ada jaringan; tidak perlu ditunggu. C mencoba sekarang juga.',
  },
};

export type HintName = keyof typeof hints.at;
