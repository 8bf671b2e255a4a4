// How an emergency stood at a moment, from the moments of each thing. No page, no server in here.
import type { Placed, ShelterTrack, Story, Track } from './queries.ts';

export type AsOf = {
  level: string;
  counts: {
    unanswered: number;
    answered: number;
    open: number;
    moving: number;
    met: number;
    goneUp: number;
    untold: number;
    astray: number;
    sheltered: number;
    inside: number;
    closures: number;
  };
  placed: Placed;
};

/** The last moment at or before `at`; undefined when the thing was not there yet. O(log n). */
export function lastAt<T extends readonly [number, ...unknown[]]>(
  moments: readonly T[],
  at: number,
): T | undefined {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] as T)[0] <= at) low = middle + 1;
    else high = middle;
  }
  return moments[low - 1];
}

const OVER = new Set([
  'need-closed',
  'need-struck',
  'returned',
  'transfer-struck',
  'closure-lifted',
  'card-done',
]);

export function storyAt(story: Pick<Story, 'tracks' | 'shelters' | 'levels'>, at: number): AsOf {
  const counts: AsOf['counts'] = {
    unanswered: 0,
    answered: 0,
    open: 0,
    moving: 0,
    met: 0,
    goneUp: 0,
    untold: 0,
    astray: 0,
    sheltered: 0,
    inside: 0,
    closures: 0,
  };
  const placed: Placed = { needs: [], closures: [], shelters: [], stocks: [], places: [] };
  for (const track of story.tracks) {
    const moment = lastAt(track.moments, at);
    if (!moment) continue;
    const [, state, , goneUp] = moment;
    count(counts, track, state);
    if (goneUp && !OVER.has(state)) counts.goneUp += 1;
    place(placed, track, moment);
  }
  for (const door of story.shelters) enter(counts, placed, door, at);
  const level = story.levels.filter((one) => one.at <= at).at(-1);
  return { level: level?.label ?? '', counts, placed };
}

function count(counts: AsOf['counts'], track: Track, state: string): void {
  switch (state) {
    case 'card-sent':
      counts.unanswered += 1;
      break;
    case 'card-answered':
    case 'card-done':
      counts.answered += 1;
      break;
    case 'need-open':
      counts.open += 1;
      break;
    case 'need-matched':
    case 'need-under-way':
    case 'need-delivered':
      counts.moving += 1;
      break;
    case 'need-closed':
      counts.met += 1;
      break;
    case 'to-notify':
      counts.untold += 1;
      break;
    case 'refused':
    case 'out-of-reach':
      counts.astray += 1;
      break;
    case 'sheltered':
      counts.sheltered += track.people;
      break;
    case 'closure-in-force':
      counts.closures += 1;
      break;
    default:
  }
}

function place(placed: Placed, track: Track, [, state, unit, goneUp]: Track['moments'][number]): void {
  const { id, title, lng, lat, line } = track;
  if (OVER.has(state)) return;
  if (track.kind === 'relief-need' && lng !== null && lat !== null)
    placed.needs.push({ id, lng, lat, title, state, late: goneUp, unit });
  if (track.kind === 'closure' && line) placed.closures.push({ id, title, line, late: goneUp });
}

function enter(counts: AsOf['counts'], placed: Placed, door: ShelterTrack, at: number): void {
  const inside = lastAt(door.moments, at)?.[1];
  if (inside === undefined || inside === null) return;
  counts.inside += inside;
  const { id, name, lng, lat, capacity } = door;
  if (lng !== null && lat !== null)
    placed.shelters.push({ id, name, lng, lat, open: true, inside, capacity });
}
