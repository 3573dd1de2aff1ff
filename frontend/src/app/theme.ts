import { createTheme, type PortalProps, type TooltipProps } from '@mantine/core';
import { overlays } from './overlays';

export const theme = createTheme({
  fontFamily: "'Public Sans Variable', 'Segoe UI', sans-serif",
  fontFamilyMonospace: "'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace",
  primaryColor: 'laut',
  primaryShade: { light: 8, dark: 7 },
  colors: {
    laut: [
      '#e8f3f5', '#d3e6ea', '#a8cdd6', '#7ab3c1', '#539daf',
      '#3b8ea3', '#2b7f95', '#1c7187', '#0f6076', '#084c5f',
    ],
    dark: [
      '#e6ecee', '#c6d0d5', '#a9b6bd', '#8d9ba2', '#3a4a51',
      '#2d383d', '#202c31', '#1a2327', '#141c1f', '#0f1517',
    ],
  },
  // Distances on a grid of 8, with 12 as the step between.
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
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
  // By name: their code belongs to the screens that use them, not to the start.
  components: {
    Alert: { styles: { title: { color: 'inherit' } } },
    Input: { styles: { input: { '--input-bd': 'var(--field-line)' } } },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      styles: { error: { color: 'var(--bad)' }, description: { color: 'var(--ink-soft)' } },
    },
    Portal: { defaultProps: { target: overlays } satisfies Partial<PortalProps> },
    SegmentedControl: { styles: { root: { flex: 'none', background: 'var(--band)' } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: false } } satisfies Partial<TooltipProps> },
  },
});
