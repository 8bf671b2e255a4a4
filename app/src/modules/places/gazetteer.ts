// Search by what people type: Chinese in any part of the name, house numbers with or without 号, pinyin or its initials, a mistyped
// character. The names of a district fit into memory (100,000 names, 20 MB), where a plain scan takes a few milliseconds.
import { distance } from '@renlin/core/geometry/measure';
import { pinyin } from 'pinyin-pro';

export type PlaceKind = 'building' | 'road' | 'poi' | 'asset';

export type GazetteerEntry = {
  kind: PlaceKind;
  id: string;
  name: string | null;
  address: string | null;
  lng: number;
  lat: number;
  areaId: string | null;
  pinyin: string | null;
  /** Larger things first among equals: metres of road, square metres. */
  size: number;
};

export type PlaceHit = Omit<GazetteerEntry, 'pinyin' | 'size'>;

export type Gazetteer = {
  /** Best first. O(names) per call; an empty query gives nothing. */
  search(
    query: string,
    options?: { near?: { lng: number; lat: number } | undefined; limit?: number },
  ): PlaceHit[];
  size: number;
};

type Indexed = { entry: GazetteerEntry; name: string; address: string; initials: string[]; full: string[] };

export function createGazetteer(entries: readonly GazetteerEntry[]): Gazetteer {
  const indexed: Indexed[] = entries.map((entry) => {
    const parts = (entry.pinyin ?? '').split(' ').filter(Boolean);
    return {
      entry,
      name: normalise(entry.name ?? ''),
      address: normalise(entry.address ?? ''),
      initials: parts.filter((_, index) => index % 2 === 0),
      full: parts.filter((_, index) => index % 2 === 1),
    };
  });
  return {
    size: indexed.length,
    search(query, options = {}) {
      const wanted = normalise(query).slice(0, 60);
      if (!wanted) return [];
      const grams = wanted.length >= 3 ? bigrams(wanted) : [];
      const latin = /^[a-z0-9]+$/.test(wanted);
      const hits: { entry: GazetteerEntry; score: number }[] = [];
      for (const one of indexed) {
        const score = scoreOf(one, wanted, grams, latin);
        if (score > 0) hits.push({ entry: one.entry, score: score + nearness(one.entry, options.near) });
      }
      hits.sort(
        (a, b) => b.score - a.score || b.entry.size - a.entry.size || (a.entry.id < b.entry.id ? -1 : 1),
      );
      return hits.slice(0, options.limit ?? 20).map(({ entry }) => ({
        kind: entry.kind,
        id: entry.id,
        name: entry.name,
        address: entry.address,
        lng: entry.lng,
        lat: entry.lat,
        areaId: entry.areaId,
      }));
    },
  };
}

function scoreOf(one: Indexed, wanted: string, grams: readonly string[], latin: boolean): number {
  if (one.name === wanted) return 100;
  if (one.address === wanted) return 96;
  if (one.name.startsWith(wanted)) return 84 - Math.min(10, one.name.length - wanted.length);
  if (one.address.startsWith(wanted)) return 72 - Math.min(10, one.address.length - wanted.length);
  if (one.name.includes(wanted)) return 60;
  if (one.address.includes(wanted)) return 54;
  if (latin) {
    if (one.initials.includes(wanted)) return 70;
    if (one.full.includes(wanted)) return 70;
    if (wanted.length >= 2 && one.initials.some((text) => text.startsWith(wanted))) return 50;
    if (wanted.length >= 2 && one.full.some((text) => text.startsWith(wanted))) return 48;
    return 0;
  }
  if (grams.length === 0) return 0;
  const share = Math.max(overlap(one.name, grams), overlap(one.address, grams));
  return share >= 0.6 ? 40 * share : 0;
}

function overlap(text: string, grams: readonly string[]): number {
  if (text.length < 2) return 0;
  let found = 0;
  for (const gram of grams) if (text.includes(gram)) found += 1;
  return found / grams.length;
}

function bigrams(text: string): string[] {
  const out: string[] = [];
  for (let i = 0; i + 1 < text.length; i++) out.push(text.slice(i, i + 2));
  return out;
}

/** Up to 8 points for what is close: enough to order equals, not to beat a better match. */
function nearness(entry: GazetteerEntry, near: { lng: number; lat: number } | undefined): number {
  if (!near) return 0;
  return 8 / (1 + distance([entry.lng, entry.lat], [near.lng, near.lat]) / 500);
}

/** Full-width to half-width, lower case, no spaces or dashes, 号 dropped after a number: 春阳路 １２ 号 → 春阳路12. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s·•,，.。()（）'’-]+/g, '')
    .replace(/(\d)号(?=\d|$)/g, '$1')
    .replace(/(\d)号/g, '$1');
}

/** `initials full` pairs for the given texts, e.g. 春阳路 → "cyl chunyanglu". */
export function pinyinOf(...texts: (string | null)[]): string | null {
  const out: string[] = [];
  for (const text of texts) {
    if (!text || !/[\u4e00-\u9fff]/.test(text)) continue;
    const syllables = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
      .map((one) => one.toLowerCase().replace(/[^a-z0-9]/g, ''))
      .filter(Boolean);
    const initials = syllables.map((one) => (/^\d/.test(one) ? one : one[0])).join('');
    out.push(initials, syllables.join(''));
  }
  return out.length > 0 ? out.join(' ') : null;
}
