// Builds the demo page of the map alone; used by map-frames.ts.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const app = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root: resolve(app, 'src/web/kit/map/demo'),
  plugins: [react()],
  logLevel: 'warn',
  resolve: {
    dedupe: ['react', 'react-dom'],
    alias: { react: resolve(app, 'node_modules/react'), 'react-dom': resolve(app, 'node_modules/react-dom') },
  },
  build: {
    outDir: resolve(app, 'dist/map-demo'),
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});
