// Which chapter of the manual fits a screen. The chapters come later, with the
// help screen (text/guide.ts); these are their names.

const exact: Record<string, string> = {
  '/': 'hari-ini',
  '/aduan': 'mencari',
  '/kalender': 'tenggat',
  '/laporan': 'laporan',
  '/periksa': 'kertas',
  '/impor': 'impor',
  '/kiriman': 'jaringan',
  '/pengaturan': 'aman',
};

export const allKeys = 'tombol';

export function chapterFor(path: string): string {
  if (path.startsWith('/catat')) return 'mencatat';
  if (path.startsWith('/aduan/')) return 'menangani';
  return exact[path] ?? 'mencatat';
}

/** The chapter where nobody has signed in yet. */
export const chapterAtGate = (locked: boolean) => (locked ? 'kunci' : 'aman');
