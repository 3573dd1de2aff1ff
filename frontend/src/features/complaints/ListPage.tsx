import { Button, Group, Loader, Text, Title } from '@mantine/core';
import { IconPencilPlus, IconSearchOff, IconClipboardList, IconFilterOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useMay, useReference, useSync } from '../../api/hooks';
import { Empty } from '../../components/Empty';
import { FaultAlert } from '../../components/FaultAlert';
import { count } from '../../format/number';
import { t } from '../../text/id';
import { search } from '../../text/search';
import { Chips } from './Chips';
import { chipsOf } from './chips';
import { Counts } from './Counts';
import { ListFilters, ListOrder } from './ListFilters';
import classes from './List.module.css';
import { ListTable, type ListHandle } from './ListTable';
import { Meant } from './Meant';
import { useCounts } from './queries';
import { SavedViews } from './SavedViews';
import { SearchBox } from './SearchBox';
import { useAltKeys } from '../../components/useAltKeys';
import { useFilters } from './useFilters';
import { usePages, type Seen } from './usePages';

// A browser draws no page that is higher; so many rows fit at any size of text.
const rowsMost = 250_000;

const focus = (name: string) => document.querySelector<HTMLElement>(`[data-testid=${name}]`)?.focus();

export function ListPage() {
  const [, navigate] = useLocation();
  const { filters, at, change, show, clear, narrowed, remember, opened, openedIndex } = useFilters();
  const [seen, setSeen] = useState<Seen>({ first: openedIndex, last: openedIndex });
  const { head, total, rowAt, indexOf, error, refetch } = usePages(filters, seen);
  const counts = useCounts().data;
  const reference = useReference().data;
  const fillText = useSync().data?.fillText;
  const mayRecord = useMay('record');
  const [filtering, setFiltering] = useState(false);
  const table = useRef<ListHandle>(null);
  useAltKeys({ u: () => focus('sort') }, true);

  const drawn = Math.min(total, rowsMost);
  const chips = chipsOf(filters, reference);
  const open = (id: string, index: number) => {
    remember(id, index);
    navigate(`/aduan/${id}`);
  };
  const first = rowAt(0);

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Title order={1} className="only-aloud">{t.list.title}</Title>
        <Counts counts={counts} filters={filters} onChange={change} />
        {mayRecord && (
          <Button leftSection={<IconPencilPlus size={18} />} onClick={() => navigate('/catat')} className={classes.new}>{t.nav.record} (F2)</Button>
        )}
      </div>
      <div className={classes.bar}>
        <SearchBox
          value={filters.query}
          busy={head.isPlaceholderData}
          onChange={(query) => change({ query })}
          onDown={() => table.current?.focusFirst()}
          onEnter={() => first && !head.isPlaceholderData && open(first.id, 0)}
          onBack={() => chips.length > 0 && change(chips.at(-1)!.without)}
        />
        <SavedViews at={at} suggested={[filters.query, ...chips.map((chip) => chip.text.replace(/^.*?: /, ''))].filter(Boolean).join(', ').slice(0, 40)} onShow={show} />
        <Button variant="default" className={classes.toggle} aria-expanded={filtering} onClick={() => setFiltering(!filtering)}>{t.list.filters}</Button>
        <div className={classes.filters} data-open={filtering || undefined}>
          <ListFilters filters={filters} reference={reference} onChange={change} />
        </div>
      </div>
      <div className={classes.found}>
        {head.data && (
          <Text aria-live="polite" size="xs" c="dimmed" data-testid="list-total" data-total={total} data-query={head.isPlaceholderData ? undefined : filters.query}>
            {head.data.totalExact ? t.list.total(count(total)) : t.list.moreThan(count(total))}
          </Text>
        )}
        <Chips chips={chips} onChange={change} onNone={() => focus('search')} />
        {narrowed && <Button variant="subtle" size="compact-sm" leftSection={<IconFilterOff size={16} />} onClick={clear} data-testid="filters-clear">{t.list.clear}</Button>}
        {fillText && <Text size="xs" c="dimmed" data-testid="list-filling">{fillText}</Text>}
        <Loader size={14} aria-label={t.common.loading} className={classes.loader} data-busy={head.isFetching || undefined} />
        <ListOrder filters={filters} onChange={change} />
      </div>
      <Meant meant={head.isPlaceholderData ? [] : (head.data?.meant ?? [])} onPick={(query) => change({ query })} />
      <FaultAlert error={error} retry={refetch} />
      {total > 0 && (
        <ListTable ref={table} at={at} total={drawn} rowAt={rowAt} indexOf={indexOf} sort={filters.sort} reference={reference} opened={opened} openedIndex={openedIndex}
          onOpen={open} onSeen={setSeen} onLeave={() => focus('search')} waiting={head.isPlaceholderData} />
      )}
      {drawn < total && <Text ta="center" c="dimmed" mt="sm">{search.tooLong(count(drawn))}</Text>}
      {head.data && total === 0 && (
        narrowed ? (
          <Empty icon={IconSearchOff} title={t.list.nothing} advice={fillText || t.list.nothingAdvice}>
            <Group>
              {filters.openOnly && <Button variant="default" onClick={() => change({ openOnly: false })}>{t.list.alsoClosed}</Button>}
              <Button variant="default" onClick={clear}>{t.list.clear}</Button>
            </Group>
          </Empty>
        ) : (
          <Empty icon={IconClipboardList} title={t.list.empty} advice={fillText || t.list.emptyAdvice}>
            <Group>
              {mayRecord && <Button onClick={() => navigate('/catat')}>{t.nav.record} (F2)</Button>}
              <Button variant="default" onClick={() => change({ openOnly: false })}>{t.list.alsoClosed}</Button>
            </Group>
          </Empty>
        )
      )}
    </div>
  );
}
