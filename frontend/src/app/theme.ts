import { Alert, createTheme, Input, Portal, SegmentedControl, Tooltip } from '@mantine/core';
import { overlays } from './overlays';

export const theme = createTheme({
  fontFamily: "'Public Sans Variable', 'Segoe UI', sans-serif",
  fontFamilyMonospace: "'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace",
  primaryColor: 'laut',
  primaryShade: 8,
  colors: {
    laut: [
      '#e8f3f5', '#d3e6ea', '#a8cdd6', '#7ab3c1', '#539daf',
      '#3b8ea3', '#2b7f95', '#1c7187', '#0f6076', '#084c5f',
    ],
  },
  fontSizes: { xs: '0.875rem', sm: '1rem', md: '1.0625rem', lg: '1.1875rem', xl: '1.375rem' },
  lineHeights: { sm: '1.45' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.35' },
    },
  },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Alert: Alert.extend({ styles: { title: { color: 'inherit' } } }),
    Input: Input.extend({
      styles: { input: { '--input-bd': '#8b979e' } as React.CSSProperties },
    }),
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      styles: { error: { color: '#a01919' }, description: { color: 'var(--ink-soft)' } },
    }),
    Portal: Portal.extend({ defaultProps: { target: overlays } }),
    SegmentedControl: SegmentedControl.extend({ styles: { root: { flex: 'none', background: '#e3e8ea' } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: false } } }),
  },
});
