import { chapters, type Block, type Chapter } from '../../text/guide';
import { t } from '../../text/id';

const plain = (text: string) => text.toLowerCase().normalize('NFD').replaceAll(/[\u0300-\u036f`]/g, '');

function wordsOf(block: Block): string {
  if ('text' in block) return block.text;
  if ('steps' in block) return block.steps.join(' ');
  if ('points' in block) return block.points.join(' ');
  if ('terms' in block) return block.terms.flat().join(' ');
  if ('picture' in block) return block.alt;
  return t.keyList.keys.flat().join(' ');
}

const all = chapters.map((chapter) => ({
  chapter,
  head: plain(`${chapter.title} ${chapter.also}`),
  whole: plain([chapter.title, chapter.also, ...chapter.blocks.map(wordsOf)].join(' ')),
}));

/** The words that are looked for, as they are compared. */
export const wanted = (typed: string): string[] => plain(typed).split(/\s+/).filter(Boolean);

/** The chapters that hold every word, or its beginning; those that are about it first. */
export function find(typed: string): Chapter[] {
  const words = wanted(typed);
  const fits = all.filter(({ whole }) => words.every((word) => whole.includes(word)));
  const about = ({ head }: { head: string }) => Number(words.every((word) => head.includes(word)));
  return [...fits].sort((a, b) => about(b) - about(a)).map(({ chapter }) => chapter);
}
