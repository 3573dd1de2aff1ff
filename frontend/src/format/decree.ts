const decreed = /^(SKB|Keppres|Keputusan|Kepmenag)\b/;

/**
 * A decree as it is cited. The record of the holidays also holds how each was
 * checked, in brackets; that is for who keeps the record. Letters of an office
 * stay as they were typed.
 */
export function decreeName(source: string): string {
  if (!decreed.test(source)) return source;
  const cited = source
    .replace(/\s*\[[^\]]*\]/g, '')
    .replace(/; dates? [^,]*/, '')
    .replace(/\b(\d{2})-(\d{2})-(\d{4})\b/g, '$1/$2/$3');
  // Its date stands once.
  const on = /, (\d{2}\/\d{2}\/\d{4})$/.exec(cited);
  return on && cited.indexOf(on[1]!) < on.index ? cited.slice(0, on.index) : cited;
}
