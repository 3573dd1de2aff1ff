import { Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { t } from '../text/id';
import { navigate } from './hash';

interface Props {
  children: ReactNode;
}

/** A screen that broke: words, and a way back. What was typed is already a draft. */
export class ErrorBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    const leave = (to: string) => {
      navigate(to, { replace: true });
      this.setState({ broken: false });
    };
    return (
      <Center p="xl">
        <Stack role="alert" maw={520} gap="md">
          <Title order={1}>{t.broken.title}</Title>
          <Text>{t.broken.text}</Text>
          <Group>
            <Button autoFocus onClick={() => leave('/aduan')}>{t.broken.toList}</Button>
            <Button variant="default" onClick={() => leave('/catat')}>{t.broken.toDrafts}</Button>
          </Group>
        </Stack>
      </Center>
    );
  }
}
