// Reads data/areas.bin (made by tools/extract-areas.ts, which describes the format): the statistical division codes of the
// National Bureau of Statistics, GB/T 2260 county (6) + street (3) + community (3), as of 2023-06-30.
// Opening costs the index (a few ms); the first question about a province inflates its block alone (tens of ms).
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { areaCodeLevel, trimAreaCode } from '../../kernel/area-code.ts';
import { problem } from '../../kernel/problem.ts';
import './problems.ts';
import { nameEndings } from './area-vocabulary.ts';

export type CodedName = { code: string; name: string };
export type County = CodedName & { city: CodedName; province: CodedName };

export type AreaCodes = {
  readonly asOf: string;
  readonly source: string;
  provinces(): readonly CodedName[];
  /** The county of a 6-digit code (or the same padded to 12 digits). */
  findCounty(code: string): County | undefined;
  /** The county, or a problem that says what the code is instead and which ones are near. */
  getCounty(code: string): County;
  streetsOf(countyCode: string): readonly CodedName[];
  communitiesOf(streetCode: string): readonly CodedName[];
  /** Counties whose code or name is close to the input, best first. */
  near(input: string, limit?: number): readonly CodedName[];
};

type Index = {
  asOf: string;
  source: string;
  provinces: [string, string, number, number][];
  cities: [string, string][];
  counties: [string, string][];
};

type ProvinceData = { streets: Map<string, CodedName[]>; communities: Map<string, CodedName[]> };

// Codes that people still write, and the county that the place belongs to now (ministry of civil affairs notices 2012 and 2017).
const successors: Record<string, string> = {
  '370205': '370203',
  '370284': '370211',
  '370282': '370215',
};

/** Opens the file. It is read once; provinces are inflated when first asked for. Throws when the file is not ours. */
export function openAreaCodes(file: URL = new URL('./data/areas.bin', import.meta.url)): AreaCodes {
  const data = readFileSync(file);
  if (data.subarray(0, 6).toString('latin1') !== 'RLAC1\n')
    throw new Error('areas.bin: not an area code file');
  const headLength = data.readUInt32LE(6);
  const index = JSON.parse(
    brotliDecompressSync(data.subarray(10, 10 + headLength)).toString('utf8'),
  ) as Index;
  const base = 10 + headLength;
  const provinces = new Map(index.provinces.map((row) => [row[0], row]));
  const cities = new Map(index.cities);
  const counties = new Map(index.counties);
  const loaded = new Map<string, ProvinceData>();

  function load(code: string): ProvinceData | undefined {
    const key = code.slice(0, 2);
    const known = loaded.get(key);
    if (known) return known;
    const row = provinces.get(key);
    if (!row) return undefined;
    const block = brotliDecompressSync(data.subarray(base + row[2], base + row[2] + row[3]));
    const decoded = decodeProvince(block);
    loaded.set(key, decoded);
    return decoded;
  }

  function findCounty(raw: string): County | undefined {
    const code = trimAreaCode(raw.trim());
    const name = counties.get(code);
    const province = provinces.get(code.slice(0, 2));
    if (name === undefined || !province) return undefined;
    const cityCode = code.slice(0, 4);
    return {
      code,
      name,
      city: { code: cityCode, name: cities.get(cityCode) ?? province[1] },
      province: { code: province[0], name: province[1] },
    };
  }

  function near(raw: string, limit = 5): CodedName[] {
    const input = raw.trim();
    const code = /^\d+$/.test(input) ? trimAreaCode(input).slice(0, 6) : '';
    const scored: { code: string; name: string; distance: number }[] = [];
    for (const [candidate, name] of counties) {
      const distance = code
        ? codeDistance(code, candidate)
        : name.includes(input) || input.includes(name)
          ? 0
          : 9;
      if (distance < 3) scored.push({ code: candidate, name, distance });
    }
    scored.sort((a, b) => a.distance - b.distance || (a.code < b.code ? -1 : 1));
    return scored.slice(0, limit).map(({ code: found, name }) => ({ code: found, name }));
  }

  function getCounty(raw: string): County {
    const found = findCounty(raw);
    if (found) return found;
    const input = raw.trim();
    const words = (list: readonly CodedName[]) =>
      list.length > 0 ? list.map((one) => `${one.code} ${one.name}`) : ['—'];
    if (!/^\d{2,12}$/.test(input))
      throw problem('org.area-code-malformed', { code: input, near: words(near(input)) });
    const code = trimAreaCode(input);
    const moved = counties.get(successors[code] ?? '');
    if (moved) throw problem('org.area-code-replaced', { code, near: [`${successors[code]} ${moved}`] });
    switch (areaCodeLevel(input)) {
      case 'province':
      case 'city': {
        const name = provinces.get(code)?.[1] ?? cities.get(code);
        const inside = [...counties].filter(([one]) => one.startsWith(code));
        const some = inside.slice(0, 8).map(([one, label]) => `${one} ${label}`);
        if (name && some.length > 0) throw problem('org.area-code-above-county', { code, name, near: some });
        break;
      }
      case 'street':
      case 'community': {
        const county = findCounty(code.slice(0, 6));
        if (county)
          throw problem('org.area-code-below-county', { code, near: [`${county.code} ${county.name}`] });
        break;
      }
    }
    throw problem('org.area-code-unknown', { code, asOf: index.asOf, near: words(near(input)) });
  }

  return {
    asOf: index.asOf,
    source: index.source,
    provinces: () => index.provinces.map(([code, name]) => ({ code, name })),
    findCounty,
    getCounty,
    streetsOf: (code) => load(code)?.streets.get(trimAreaCode(code)) ?? [],
    communitiesOf: (code) => load(code)?.communities.get(trimAreaCode(code)) ?? [],
    near,
  };
}

/** How many digits differ; a swap of two neighbours counts once. */
function codeDistance(a: string, b: string): number {
  if (a.length !== b.length) return b.startsWith(a) ? 1 : 9;
  const wrong = [...a].flatMap((digit, at) => (digit === b[at] ? [] : [at]));
  if (wrong.length === 2) {
    const [first, second] = wrong as [number, number];
    if (second === first + 1 && a[first] === b[second] && a[second] === b[first]) return 1;
  }
  // A wrong tail inside the right city is likelier than a wrong city.
  return wrong.length + (a.slice(0, 4) === b.slice(0, 4) ? 0 : 0.5);
}

function decodeProvince(block: Buffer): ProvinceData {
  const textLength = block.readUInt32LE(0);
  const outline = JSON.parse(block.subarray(4, 4 + textLength).toString('utf8')) as [
    string,
    [string, string, number][],
  ][];
  let at = 4 + textLength;
  const codeLength = block.readUInt32LE(at);
  at += 4;
  const nameText = block.subarray(at + codeLength).toString('utf8');
  let nameAt = 0;
  const nextDigits = (): number => {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = block[at++] as number;
      value |= (byte & 127) << shift;
      if (byte < 128) break;
      shift += 7;
    }
    return value & 1 ? -((value + 1) >> 1) : value >> 1;
  };
  const nextName = (): string => {
    let end = nameAt;
    while (nameText.charCodeAt(end) >= 32) end += 1;
    const name = nameText.slice(nameAt, end) + (nameEndings[nameText.charCodeAt(end) - 1] ?? '');
    nameAt = end + 1;
    return name;
  };
  const streets = new Map<string, CodedName[]>();
  const communities = new Map<string, CodedName[]>();
  for (const [county, list] of outline) {
    streets.set(
      county,
      list.map(([digits, name]) => ({ code: county + digits, name })),
    );
    for (const [digits, , count] of list) {
      const street = county + digits;
      const own: CodedName[] = [];
      let last = 0;
      for (let n = 0; n < count; n++) {
        last += nextDigits() + 1;
        own.push({ code: street + String(last).padStart(3, '0'), name: nextName() });
      }
      communities.set(street, own);
    }
  }
  return { streets, communities };
}
