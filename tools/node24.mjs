// Runs a script on the pinned Node 24, whatever Node started npm. Usage: node tools/node24.mjs FILE [ARG...]
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The pinned runtime of this platform, or the running Node when it is already 24 or newer. */
export function pinnedNode() {
  try {
    return require.resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
    console.error(
      `Renlin 需要 Node 24。请先在项目根目录运行 npm ci（本机 ${process.platform}-${process.arch}）。\n` +
        'Renlin needs Node 24: run "npm ci" in the project root first.',
    );
    process.exit(1);
  }
}

export function runOnPinnedNode(args) {
  const child = spawn(pinnedNode(), ['--disable-warning=ExperimentalWarning', ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 128 : 1)));
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop())) {
  runOnPinnedNode(process.argv.slice(2));
}
