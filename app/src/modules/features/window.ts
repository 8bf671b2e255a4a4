// What a request asks for: a window in space, one in time, and where the page begins. Refusals name the parameter.
import { problem } from '../../kernel/problem.ts';
import { readDateTime } from '../../platform/http/date-time.ts';

export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

export type Box = { west: number; south: number; east: number; north: number };
export type Window = {
  /** Two boxes when it crosses the antimeridian. */
  boxes: readonly Box[] | undefined;
  from: number | undefined;
  to: number | undefined;
};

const NUMBER = /^[+-]?(\d{1,9}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,3})?$/;

/** Reads `bbox`: four numbers, or six with heights, which no layer of ours has. West may lie east of east. */
export function readBox(text: string): readonly Box[] {
  const parts = text.split(',').map((part) => part.trim());
  const numbers = parts.map(Number);
  const fits = [4, 6].includes(parts.length) && parts.every((part) => NUMBER.test(part));
  const [west, south, east, north] = (
    parts.length === 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers
  ) as [number, number, number, number];
  const inWorld =
    fits &&
    [west, east].every((lng) => Math.abs(lng) <= 180) &&
    [south, north].every((lat) => Math.abs(lat) <= 90) &&
    south <= north &&
    (parts.length === 4 || (numbers[2] as number) <= (numbers[5] as number));
  if (!inWorld) throw problem('input.invalid', {}, [{ path: 'query/bbox', code: 'features.bbox' }]);
  if (west <= east) return [{ west, south, east, north }];
  return [
    { west, south, east: 180, north },
    { west: -180, south, east, north },
  ];
}

/** Reads `datetime`: an instant, or an interval that may be open at one end. */
export function readSpan(text: string): { from: number | undefined; to: number | undefined } {
  const wrong = () => problem('input.invalid', {}, [{ path: 'query/datetime', code: 'features.datetime' }]);
  const ends = text.split('/').map((end) => end.trim());
  if (ends.length > 2) throw wrong();
  const [from, to] = ends.map((end) =>
    ends.length === 2 && (end === '' || end === '..') ? undefined : (readDateTime(end) ?? null),
  );
  if (from === null || to === null) throw wrong();
  if (ends.length === 1) return { from, to: from };
  if ((from === undefined && to === undefined) || (from !== undefined && to !== undefined && from > to))
    throw wrong();
  return { from, to };
}

export function readWindow(query: {
  bbox?: string | undefined;
  'bbox-crs'?: string | undefined;
  datetime?: string | undefined;
}): Window {
  const crs = query['bbox-crs'];
  if (crs !== undefined && crs !== CRS84)
    throw problem('input.invalid', {}, [
      { path: 'query/bbox-crs', code: 'features.crs', params: { crs: CRS84 } },
    ]);
  const span = query.datetime === undefined ? { from: undefined, to: undefined } : readSpan(query.datetime);
  return { boxes: query.bbox === undefined ? undefined : readBox(query.bbox), ...span };
}
