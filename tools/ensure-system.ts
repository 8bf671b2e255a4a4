// What the tests need from the machine beyond npm: a browser with Chinese fonts, Debian's own PostgreSQL 15 for one run beside
// the shipped 18, and a validator for XML documents. Present already: a few file checks. Missing on Debian as root: apt.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

type Need = {
  package: string;
  file: string;
  for: string;
  /** What does as well where there is no such package. */
  or?: Need;
};

export const POSTGRES_15 = '/usr/lib/postgresql/15/bin';

/** The whole browser takes about twice the processor time of its headless shell to do the same. */
const CHROMIUM: Need = { package: 'chromium', file: '/usr/bin/chromium', for: 'the browser journeys' };
const HEADLESS: Need = {
  ...CHROMIUM,
  package: 'chromium-headless-shell',
  file: '/usr/bin/chromium-headless-shell',
  or: CHROMIUM,
};

const NEEDS: readonly Need[] = [
  HEADLESS,
  {
    package: 'fonts-noto-cjk',
    file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    for: 'Chinese text in screenshots and prints',
  },
  { package: 'gdal-bin', file: '/usr/bin/ogrinfo', for: 'reading the public layers as a map program does' },
  {
    package: 'libreoffice-calc-nogui',
    file: '/usr/lib/libreoffice/program/libsclo.so',
    for: 'opening workbooks as an office does',
  },
  {
    package: 'libreoffice-writer-nogui',
    file: '/usr/lib/libreoffice/program/libswlo.so',
    for: 'opening letters as an office does',
  },
  { package: 'poppler-utils', file: '/usr/bin/pdftotext', for: 'reading what was printed' },
  { package: 'libxml2-utils', file: '/usr/bin/xmllint', for: 'judging the XML of Open311' },
  { package: 'postgresql-15', file: `${POSTGRES_15}/postgres`, for: 'the run on PostgreSQL 15' },
];

export const browserPath = (): string => (existsSync(HEADLESS.file) ? HEADLESS : CHROMIUM).file;

/** What is still missing after trying to install it; empty when the machine is ready. */
export function ensureSystem(needs: readonly Need[] = NEEDS): readonly Need[] {
  const missing = needs.filter((need) => !existsSync(need.file));
  if (missing.length === 0) return [];
  const names = missing.map((need) => need.package);
  const explain = missing.map((need) => `  ${need.package}: ${need.for} (${need.file})`).join('\n');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(
      `缺少系统软件，请以 root 运行一次：apt-get install -y ${names.join(' ')}\n` +
        `Missing system packages (as root on Debian 12: apt-get install -y ${names.join(' ')}):\n${explain}`,
    );
    return missing;
  }
  console.log(`installing: ${names.join(' ')}`);
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', ['-o', 'Dpkg::Use-Pty=0', '-o', 'Acquire::Retries=3', '-q', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      // RUNLEVEL=1 keeps Debian from starting a server of its own: the tests start theirs in a temporary folder.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    }).status === 0;
  if (!apt('update')) console.error('apt-get update failed: trying with the lists that are there');
  const install = (wanted: readonly Need[]): boolean =>
    apt('install', '-y', '--no-install-recommends', ...wanted.map((need) => need.package));
  if (!install(missing)) {
    // One package that is not to be had must not keep the others away.
    for (const need of missing.filter(({ file }) => !existsSync(file))) {
      if (install([need]) || !need.or || existsSync(need.or.file)) continue;
      install([need.or]);
    }
  }
  const still = missing.filter((need) => !existsSync(need.file) && !(need.or && existsSync(need.or.file)));
  if (still.length > 0)
    console.error(`still missing:\n${still.map((need) => `  ${need.package} (${need.file})`).join('\n')}`);
  return still;
}

if (import.meta.main) process.exitCode = ensureSystem().length > 0 ? 1 : 0;
