import { Button, Group, Text } from '@mantine/core';
import type { MeaningView } from '../../api/types';
import { count } from '../../format/number';
import { search } from '../../text/search';
import { useAltKeys } from '../../components/useAltKeys';

interface Props {
  meant: MeaningView[];
  onPick: (query: string) => void;
}

const numberTyped = /-/;

/** What may have been meant, each a key or a click away. What was typed stays until then. */
export function Meant({ meant, onPick }: Props) {
  useAltKeys({ m: () => meant[0] && onPick(meant[0].query) }, meant.length > 0);
  if (meant.length === 0) return null;
  return (
    <Group gap="xs" role="status" data-testid="meant" py={4}>
      <Text span>{numberTyped.test(meant[0]!.query) ? `${search.numberWrong} ${search.meant}` : search.meant}</Text>
      {meant.map(({ query, hits, exact }, i) => (
        <Button key={query} variant={i === 0 ? 'light' : 'default'} size="compact-md" onClick={() => onPick(query)} data-testid="meant-query"
          aria-keyshortcuts={i === 0 ? 'Alt+M' : undefined} rightSection={<Text span size="xs" c="inherit">{search.meantHits(count(hits), exact)}{i === 0 && ` · ${search.meantKey}`}</Text>}>
          {query}
        </Button>
      ))}
    </Group>
  );
}
