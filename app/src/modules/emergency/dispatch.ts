// Who brings what: a proposal for all open needs at once, so that the nearest team isn't given everything. A person decides.
import { solveAssignment } from '@renlin/core/dispatch/linear-assignment';
import { distance } from '@renlin/core/geometry/measure';

export type Point = { lng: number; lat: number };
export type OpenNeed = { id: string; vital: boolean; point: Point | null };
export type Team = {
  unit: string;
  point: Point | null;
  /** Answers for the place from above it. */
  above: boolean;
  /** Needs that it holds already. */
  load: number;
};
export type Match = { need: string; unit: string; metres: number | null; load: number };

/** One who leads keeps three to seven in view (span of control). */
export const SPAN = 7;
/** One more on the way costs as much as this detour. */
const LOAD_METRES = 500;
/** Where either place is unknown. */
const UNKNOWN_METRES = 10_000;
/** Somebody of the place goes before somebody from above it. */
const ABOVE_METRES = 100_000;
/** When there are more needs than hands, those on which lives hang are served. */
const VITAL = -1e9;

/** The matches of least total cost, at most `SPAN` for each team; needs that nobody has a hand for are left out. O(n³) in needs and hands. */
export function matchNeeds(needs: readonly OpenNeed[], teams: readonly Team[]): Match[] {
  const hands = teams.flatMap((team) =>
    Array.from({ length: Math.max(0, SPAN - team.load) }, (_, index) => ({ team, load: team.load + index })),
  );
  if (needs.length === 0 || hands.length === 0) return [];
  const costs = new Float64Array(needs.length * hands.length);
  for (const [row, need] of needs.entries())
    for (const [column, { team, load }] of hands.entries())
      costs[row * hands.length + column] =
        (metresOf(need.point, team.point) ?? UNKNOWN_METRES) +
        load * LOAD_METRES +
        (team.above ? ABOVE_METRES : 0) +
        (need.vital ? VITAL : 0);
  const plan = solveAssignment({ rows: needs.length, columns: hands.length, costs });
  if (plan.status !== 'optimal') return [];
  return needs.flatMap((need, row) => {
    const hand = hands[plan.columnOf[row] ?? -1];
    if (!hand) return [];
    const { unit, point } = hand.team;
    return [{ need: need.id, unit, metres: metresOf(need.point, point), load: hand.load }];
  });
}

function metresOf(a: Point | null, b: Point | null): number | null {
  return a && b ? Math.round(distance([a.lng, a.lat], [b.lng, b.lat])) : null;
}
