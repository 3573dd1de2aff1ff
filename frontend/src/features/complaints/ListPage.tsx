import { Button, Group, Loader, Text, Title } from '@mantine/core';
import { IconPencilPlus, IconSearchOff, IconClipboardList, IconFilterOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useMay, useReference, useSync } from '../../api/hooks';
import { Empty } from '../../components/Empty';
import { FaultAlert } from '../../components/FaultAlert';
import { count } from '../../format/number';
import { t } from '../../text/id';
import { ListFilters, ListOrder } from './ListFilters';
import classes from './List.module.css';
import { ListTable, focusRow } from './ListTable';
import { useList } from './queries';
import { SearchBox } from './SearchBox';
import { pageSize, useFilters } from './useFilters';
import { Counts } from './Counts';

export function ListPage() {
  const [, navigate] = useLocation();
  const { filters, change, clear, narrowed, remember, opened } = useFilters();
  const list = useList(filters);
  const reference = useReference().data;
  const fillText = useSync().data?.fillText;
  const mayRecord = useMay('record');
  const [filtering, setFiltering] = useState(false);
  const table = useRef<HTMLTableElement>(null);
  const rows = list.data?.rows ?? [];
  const total = list.data?.total ?? 0;

  const open = (id: string) => {
    remember(id);
    navigate(`/aduan/${id}`);
  };
  const page = (offset: number) => {
    change({ offset });
    document.getElementById('main')?.scrollTo({ top: 0 });
  };

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Title order={1} className="only-aloud">{t.list.title}</Title>
        <Counts counts={list.data?.counts} filters={filters} onChange={change} />
        {mayRecord && (
          <Button leftSection={<IconPencilPlus size={18} />} onClick={() => navigate('/catat')} className={classes.new}>{t.nav.record} (F2)</Button>
        )}
      </div>
      <div className={classes.bar}>
        <SearchBox
          value={filters.query}
          onChange={(query) => change({ query })}
          onDown={() => focusRow(table.current, 0)}
          onEnter={() => rows[0] && !list.isPlaceholderData && open(rows[0].id)}
        />
        <Button variant="default" className={classes.toggle} aria-expanded={filtering} onClick={() => setFiltering(!filtering)}>{t.list.filters}</Button>
        <div className={classes.filters} data-open={filtering || undefined}>
          <ListFilters filters={filters} reference={reference} onChange={change} />
        </div>
        {narrowed && <Button variant="subtle" leftSection={<IconFilterOff size={18} />} onClick={clear} data-testid="filters-clear">{t.list.clear}</Button>}
      </div>
      <div className={classes.found}>
        {list.data && (
          <Text aria-live="polite" size="xs" c="dimmed" data-testid="list-total" data-total={total}>
            {rows.length > 0 && `${count(filters.offset + 1)}–${count(filters.offset + rows.length)} `}
            {list.data.totalExact ? t.list.of(count(total)) : t.list.moreThan(count(total))}
          </Text>
        )}
        {fillText && <Text size="xs" c="dimmed" data-testid="list-filling">{fillText}</Text>}
        {list.isFetching && <Loader size={14} aria-label={t.common.loading} />}
        <ListOrder filters={filters} onChange={change} />
      </div>
      <FaultAlert error={list.error} retry={() => void list.refetch()} />
      {rows.length > 0 && (
        <ListTable ref={table} rows={rows} reference={reference} opened={opened} onOpen={open} waiting={list.isPlaceholderData} />
      )}
      {list.data && rows.length === 0 && (
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
      {(filters.offset > 0 || filters.offset + rows.length < total || (list.data && !list.data.totalExact)) && rows.length > 0 && (
        <Group justify="center" mt="sm">
          <Button variant="default" disabled={filters.offset === 0} onClick={() => page(Math.max(0, filters.offset - pageSize))}>{t.list.previous}</Button>
          <Button variant="default" disabled={rows.length < pageSize} onClick={() => page(filters.offset + pageSize)}>{t.list.next}</Button>
        </Group>
      )}
    </div>
  );
}
