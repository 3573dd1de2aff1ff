const grouped = new Intl.NumberFormat('id-ID');

/** 12.345 */
export const count = (n: number) => grouped.format(n);
