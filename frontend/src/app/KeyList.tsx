import { Modal, Table } from '@mantine/core';
import { t } from '../text/id';

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function KeyList({ opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={t.keyList.title} size="lg" transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t.common.close }}>
      <Table>
        <Table.Tbody>
          {t.keyList.keys.map(([key, what]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" w={170}><kbd>{key}</kbd></Table.Th>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
