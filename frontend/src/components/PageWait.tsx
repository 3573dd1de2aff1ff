import { Center, Loader, Stack, Title } from '@mantine/core';
import { t } from '../text/id';
import { FaultAlert } from './FaultAlert';

interface Props {
  title: string;
  error: unknown; // nothing while the page is being read
  retry: () => void;
}

/** A page whose content is not here: what it is, and why, or that it is being read. */
export function PageWait({ title, error, retry }: Props) {
  return (
    <Stack gap="sm" px="md" py="xs" data-testid="page-wait">
      <Title order={1}>{title}</Title>
      {error ? <FaultAlert error={error} retry={retry} /> : <Center p="xl"><Loader aria-label={t.common.loading} /></Center>}
    </Stack>
  );
}
