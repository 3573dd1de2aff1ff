import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconFileText, IconPrinter, IconReceipt, IconSitemap } from '@tabler/icons-react';
import { t } from '../text/id';
import type { Sheet } from './usePrint';

interface Props {
  pending: boolean;
  print: (what: Sheet, ask?: boolean) => void;
}

/** The papers of a complaint; the arrows choose, Enter prints. */
export function PrintMenu({ pending, print }: Props) {
  return (
    <Menu position="bottom-end" shadow="md" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button flex="none" size="compact-md" variant="default" loading={pending} leftSection={<IconPrinter size={17} />} rightSection={<IconChevronDown size={15} />} data-testid="print-menu">
          {t.common.print}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconReceipt size={18} />} rightSection={<kbd>Ctrl+P</kbd>} onClick={() => print('receipt')} data-testid="print-receipt">{t.paper.receipt}</Menu.Item>
        <Menu.Item leftSection={<IconSitemap size={18} />} onClick={() => print('disposition')} data-testid="print-disposition">{t.paper.disposition}</Menu.Item>
        <Menu.Item leftSection={<IconFileText size={18} />} onClick={() => print('reply')} data-testid="print-reply">{t.paper.reply}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => print('receipt', true)}>{t.paper.saveReceipt}</Menu.Item>
        <Menu.Item onClick={() => print('reply', true)}>{t.paper.saveReply}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
