import { Button, Group, Paper, SimpleGrid, Stack, Table, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toFault } from '../../api/call';
import { desk } from '../../api/desk';
import { useReference } from '../../api/hooks';
import { keys } from '../../api/keys';
import type { TemplatesView, TemplateView } from '../../api/types';
import { uuid7 } from '../../api/uuid';
import { FaultAlert } from '../../components/FaultAlert';
import { PickOne } from '../../components/PickOne';
import { tell } from '../../components/tell';
import { t } from '../../text/id';

const uses = Object.entries(t.words.uses).map(([value, label]) => ({ value, label, group: '' }));

/** The ready words of the office: for what is recorded, and for answers. */
export function Templates() {
  const templates = useQuery({ queryKey: keys.templates, queryFn: desk.templates });
  const [shown, setShown] = useState(false);
  const list = templates.data?.templates ?? [];
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="words">
      <Title order={2} id="words" mb="xs">{t.words.title}</Title>
      <Text c="dimmed" mb="xs">{t.words.lead}</Text>
      <FaultAlert error={templates.error} retry={() => void templates.refetch()} />
      {templates.data && (shown ? <Editor view={templates.data} onClose={() => setShown(false)} /> : (
        <Group gap="sm">
          <Text>{t.words.count(list.length)}</Text>
          <Button size="compact-md" variant="default" onClick={() => setShown(true)} data-testid="words-show">{t.words.show}</Button>
        </Group>
      ))}
    </Paper>
  );
}

function Editor({ view, onClose }: { view: TemplatesView; onClose: () => void }) {
  const client = useQueryClient();
  const reference = useReference().data;
  const [list, setList] = useState(view.templates);
  const [open, setOpen] = useState(-1);
  const [entryId] = useState(uuid7);
  const categories = [{ value: '', label: t.words.everywhere, group: '' }, ...(reference?.categories ?? [])];
  const saving = useMutation({
    mutationFn: desk.setTemplates,
    onSuccess: (saved) => {
      client.setQueryData(keys.templates, saved);
      tell(t.words.saved);
      onClose();
    },
    onError: (error) => {
      const at = /^templates\.(\d+)\./.exec(toFault(error).field);
      if (at) setOpen(Number(at[1]));
    },
  });
  const save = () => {
    if (!saving.isPending) saving.mutate({ entryId, templates: list, mayEdit: view.mayEdit });
  };
  const fault = (i: number, name: string) => (saving.error ? toFault(saving.error).all().find((one) => one.field === `templates.${i}.${name}`)?.message : undefined);
  const change = (i: number, part: Partial<TemplateView>) => setList(list.map((one, at) => (at === i ? { ...one, ...part } : one)));
  const rest = saving.error && !/^templates\.\d/.test(toFault(saving.error).field) ? saving.error : null;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey && event.key === 'Enter') {
          event.preventDefault();
          save();
        }
      }}
    >
      <Stack gap="sm">
        {!view.mayEdit && <Text size="sm">{t.words.readOnly}</Text>}
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.words.name}</Table.Th>
              <Table.Th>{t.words.use}</Table.Th>
              <Table.Th>{t.words.category}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.map((one, i) => (open === i && view.mayEdit ? (
              <Table.Tr key={i}>
                <Table.Td colSpan={4}>
                  <Stack gap="xs" py={8}>
                    <SimpleGrid cols={{ base: 1, xs: 3 }}>
                      <TextInput label={t.words.name} value={one.title} maxLength={80} onChange={(event) => change(i, { title: event.currentTarget.value })} error={fault(i, 'title')} autoFocus data-testid="field-title" />
                      <PickOne label={t.words.use} options={uses} value={one.use} onChange={(event) => change(i, { use: event.currentTarget.value })} error={fault(i, 'use')} data-testid="field-use" />
                      <PickOne label={t.words.category} options={categories} value={one.category} onChange={(event) => change(i, { category: event.currentTarget.value })} error={fault(i, 'category')} data-testid="field-category" />
                    </SimpleGrid>
                    <Textarea label={t.words.text} autosize minRows={2} value={one.text} onChange={(event) => change(i, { text: event.currentTarget.value })} error={fault(i, 'text')} data-testid="field-text" />
                  </Stack>
                </Table.Td>
              </Table.Tr>
            ) : (
              <Table.Tr key={i}>
                <Table.Td title={one.text}>{one.title}</Table.Td>
                <Table.Td>{t.words.uses[one.use] ?? one.use}</Table.Td>
                <Table.Td>{categories.find((c) => c.value === one.category)?.label ?? one.category}</Table.Td>
                <Table.Td>
                  {view.mayEdit && (
                    <Group gap={8} justify="flex-end" wrap="nowrap">
                      <Button size="compact-sm" variant="default" onClick={() => setOpen(i)} aria-label={t.words.editOf(one.title)}>{t.words.edit}</Button>
                      <Button size="compact-sm" variant="default" leftSection={<IconTrash size={15} />} onClick={() => { setOpen(-1); setList(list.filter((_, at) => at !== i)); }} aria-label={t.words.removeOf(one.title)}>{t.words.remove}</Button>
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            )))}
          </Table.Tbody>
        </Table>
        <FaultAlert error={rest} />
        <Group gap="xs">
          {view.mayEdit && (
            <>
              <Button type="submit" loading={saving.isPending} data-testid="words-save">{t.words.save}</Button>
              <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => { setList([...list, { use: 'isi', category: '', title: '', text: '' }]); setOpen(list.length); }} data-testid="words-add">{t.words.add}</Button>
            </>
          )}
          <Button variant="default" onClick={onClose}>{view.mayEdit ? t.words.cancel : t.common.close}</Button>
        </Group>
      </Stack>
    </form>
  );
}
