// Four pages, one build: the portal (`/`), the console, the field shell and the sign-in page. No inline script and no inline style
// leaves this build, so the server can send `script-src 'self'; style-src 'self'` without a nonce.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { fieldFiles, WORKER } from './field-files.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const web = join(here, 'src/web');
const outDir = join(here, 'dist/web');
const pages = ['index', 'console', 'field', 'login'];

/** antd and its icons write `<style>` elements at run time; a strict policy forbids them, constructed style sheets it does not. */
function adoptStyles(): Plugin {
  const target = join(web, 'kit/adopted-styles.ts').replaceAll('\\', '/');
  const ours = `import { injectCSS, removeCSS, updateCSS, clearContainerCache } from ${JSON.stringify(target)};\n`;
  return {
    name: 'renlin:adopt-styles',
    enforce: 'pre',
    load(id) {
      if (/@rc-component\/util\/(es|lib)\/Dom\/dynamicCSS\.js$/.test(id)) {
        return `${ours}export { injectCSS, removeCSS, updateCSS, clearContainerCache };`;
      }
      if (/@ant-design\/icons\/(es|lib)\/cssUtils\.js$/.test(id)) {
        const source = readFileSync(id, 'utf8').replace(
          'export function updateCSS(',
          'function unusedUpdateCSS(',
        );
        return `export { updateCSS } from ${JSON.stringify(target)};\n${source}`;
      }
      return null;
    },
  };
}

/** The pages behind their addresses while developing, as the server does it in operation. */
function pageAddresses(): Plugin {
  return {
    name: 'renlin:page-addresses',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        const plain = !path.includes('.') && !path.startsWith('/@') && !path.startsWith('/api/');
        if (plain) {
          const page = /^\/(console|field|login)(\/|$)/.exec(path)?.[1] ?? 'index';
          request.url = `/${page}.html`;
        }
        next();
      });
    },
  };
}

/** `x.js.br` and `x.js.gz` beside every text file, so that the server compresses nothing per request. */
function precompress(): Plugin {
  let folder = outDir;
  return {
    name: 'renlin:precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      // A build that failed wrote nothing; its own error must be the one that is seen.
      if (!existsSync(folder)) return;
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const texts = names.filter((name) => /\.(js|mjs|css|html|svg|json|webmanifest|pbf)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const path = join(folder, name);
          const bytes = readFileSync(path);
          if (bytes.length < 700) return;
          const params = { [constants.BROTLI_PARAM_QUALITY]: bytes.length > 60_000 ? 9 : 11 };
          writeFileSync(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
          writeFileSync(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
        }),
      );
    },
  };
}

export default defineConfig({
  root: web,
  base: '/',
  publicDir: existsSync(join(web, 'public')) ? join(web, 'public') : false,
  plugins: [adoptStyles(), react(), pageAddresses(), fieldFiles(), precompress()],
  resolve: {
    // npm keeps an older React beside the workspaces for packages that only accept it; the pages must see one React.
    dedupe: ['react', 'react-dom', 'scheduler'],
    alias: {
      react: resolve(here, 'node_modules/react'),
      'react-dom': resolve(here, 'node_modules/react-dom'),
    },
  },
  optimizeDeps: { rolldownOptions: { plugins: [adoptStyles()] } },
  build: {
    outDir,
    emptyOutDir: true,
    target: ['chrome87', 'edge88', 'firefox78', 'safari14'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // Loads only what is used of antd's many modules: half the work.
      experimental: { lazyBarrel: true },
      input: {
        ...Object.fromEntries(pages.map((page) => [page, join(web, `${page}.html`)])),
        [WORKER]: join(web, WORKER, 'main.ts'),
      },
      // A service worker lies at the root under one name for ever.
      output: {
        entryFileNames: ({ name }) => (name === WORKER ? `${WORKER}.js` : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    port: 5173,
    strictPort: false,
    proxy: {
      '/api': { target: 'http://127.0.0.1:3000', changeOrigin: false },
      '/healthz': 'http://127.0.0.1:3000',
    },
  },
});
