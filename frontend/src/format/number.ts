const grouped = new Intl.NumberFormat('id-ID');

/** 12.345 */
export const count = (n: number) => grouped.format(n);

/** 16 digits as they stand on a card, 6303 0552 1290 0001; anything else as it was typed. */
export function inFours(typed: string): string {
  const digits = typed.replace(/[ .-]/g, '');
  return /^\d{16}$/.test(digits) ? digits.replace(/(\d{4})(?=\d)/g, '$1 ') : typed;
}

/** A telephone number as it is kept, 0812 3456 7890; what holds other signs stays as it was typed. */
export function phone(typed: string): string {
  if (!/^[\d +().-]*$/.test(typed)) return typed;
  const digits = typed.replace(/\D/g, '').replace(/^62(?=\d{8})/, '0');
  return digits.length < 7 ? typed : digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}
