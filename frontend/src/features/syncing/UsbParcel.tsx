import { Button, Checkbox, Group, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconUsb } from '@tabler/icons-react';
import { useState } from 'react';
import { refreshAll } from '../../api/changes';
import { desk } from '../../api/desk';
import { useMay } from '../../api/hooks';
import { FaultAlert } from '../../components/FaultAlert';
import { t } from '../../text/id';
import classes from './Sync.module.css';

/** For a place without any line: everything goes to the regency and back on a USB stick. */
export function UsbParcel() {
  const client = useQueryClient();
  const mayRecord = useMay('record');
  const [files, setFiles] = useState(true);
  const making = useMutation({ mutationFn: () => desk.exportParcel(files) });
  const taking = useMutation({ mutationFn: desk.importParcel, onSuccess: () => {
    making.reset(); // what was made has its answer now
    refreshAll(client);
  } });
  if (!mayRecord) return null;
  return (
    <section className={classes.box} aria-labelledby="usb">
      <Title order={2} size="h3" id="usb">{t.usb.title}</Title>
      <ol className={classes.steps}>{t.usb.steps.map((step) => <li key={step}>{step}</li>)}</ol>
      <p className={classes.soft}>{t.usb.sealed}</p>
      <Checkbox label={t.usb.withFiles} checked={files} onChange={(event) => setFiles(event.currentTarget.checked)} mb="xs" data-testid="usb-files" />
      <Group gap="xs">
        <Button variant="default" leftSection={<IconUsb size={18} />} loading={making.isPending} onClick={() => making.mutate()} data-testid="usb-export">{t.usb.make}</Button>
        <Button variant="default" loading={taking.isPending} onClick={() => taking.mutate()} data-testid="usb-import">{t.usb.take}</Button>
      </Group>
      <div aria-live="polite">
        {[making, taking].map((one, i) => one.data && !one.isPending && <p key={i} className={classes.sentence} data-testid="usb-result">{one.data.text}</p>)}
      </div>
      <FaultAlert error={making.error} />
      <FaultAlert error={taking.error} />
    </section>
  );
}
