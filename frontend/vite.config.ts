import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    // Read from the program itself, never over a line: one chunk is fine.
    chunkSizeWarningLimit: 1500,
  },
});
