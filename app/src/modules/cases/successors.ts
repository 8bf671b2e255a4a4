// What a case remembers of units whose turn is still to come: when such a unit ends, the one in its place is meant. What units did
// (returns, rulings, supervisions) stays under their names.
import type { Route } from '../catalogue/public.ts';
import type { CallFacts, WhistleFacts } from './kinds/whistle-facts.ts';

type Remembered = {
  routing?: Route;
  whistle?: Partial<WhistleFacts>;
  call?: CallFacts;
  ruling?: { caretaker: string } | null;
};
type Swap = (unit: string) => string;

/** The facts with other units in the place of ended ones. Two called units that became one stay two calls: each has a case of its own. */
export function factsWithSuccessors<F extends Record<string, unknown>>(facts: F, swap: Swap): F {
  const { routing, whistle, call, ruling } = facts as Remembered;
  const maybe = (unit: string | null) => (unit === null ? null : swap(unit));
  const each = (units: readonly string[]) => [...new Set(units.map(swap))];
  return {
    ...facts,
    ...(routing
      ? { routing: { ...routing, owner: maybe(routing.owner), assist: each(routing.assist) } }
      : {}),
    ...(whistle
      ? {
          whistle: {
            ...whistle,
            wanted: each(whistle.wanted ?? []),
            whistler: maybe(whistle.whistler ?? null),
            calls: (whistle.calls ?? []).map((one) => ({ ...one, unit: swap(one.unit) })),
          },
        }
      : {}),
    ...(call ? { call: { ...call, whistler: swap(call.whistler) } } : {}),
    ...(ruling ? { ruling: { ...ruling, caretaker: swap(ruling.caretaker) } } : {}),
  };
}
