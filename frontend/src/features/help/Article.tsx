import { Title } from '@mantine/core';
import type { Ref } from 'react';
import type { Block, Chapter } from '../../text/guide';
import { t } from '../../text/id';
import classes from './Help.module.css';
import { pictureOf } from './pictures';
import { Words } from './Words';

interface Props {
  ref: Ref<HTMLElement>;
  chapter: Chapter;
  mark: string[];
}

/** One chapter, to be read from top to bottom. */
export function Article({ ref, chapter, mark }: Props) {
  return (
    <article ref={ref} key={chapter.id} id="help-article" role="tabpanel" aria-labelledby={`help-${chapter.id}`} tabIndex={0} className={classes.article} data-testid="help-article" data-chapter={chapter.id}>
      <Title order={2}>{chapter.title}</Title>
      {chapter.blocks.map((block, i) => <Part key={i} block={block} mark={mark} />)}
    </article>
  );
}

function Part({ block, mark }: { block: Block; mark: string[] }) {
  const words = (text: string) => <Words text={text} mark={mark} />;
  const items = (list: string[]) => list.map((text) => <li key={text}>{words(text)}</li>);
  if ('text' in block) return <p>{words(block.text)}</p>;
  if ('steps' in block) return <ol>{items(block.steps)}</ol>;
  if ('points' in block) return <ul>{items(block.points)}</ul>;
  if ('terms' in block) return <dl>{block.terms.map(([term, text]) => <div key={term}><dt>{words(term)}</dt><dd>{words(text)}</dd></div>)}</dl>;
  if ('picture' in block) return <img src={pictureOf(block.picture)} alt={block.alt} className={classes.picture} />;
  return <Keys mark={mark} />;
}

function Keys({ mark }: { mark: string[] }) {
  return (
    <table className={classes.keys}>
      <tbody>
        {t.keyList.keys.map(([key, what]) => (
          <tr key={`${key} ${what}`}>
            <th scope="row"><kbd className={classes.key}>{key}</kbd></th>
            <td><Words text={what} mark={mark} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
