// N+1 as people look at it: a table of communities by roles, and what happens when one holder is lost.
import type { Tx } from '../../platform/db/db.ts';
import { holdingsOf, roles } from './holdings.ts';
import type { Asking, ReadinessParts } from './parts.ts';
import { coverOf, type Held, onlyHolders, without } from './redundancy.ts';
import { areaOf, staffOf } from './service.ts';

const rank = { missing: 0, single: 1, backed: 2 } as const;

export async function viewBackup(parts: ReadinessParts, tx: Tx, asking: Asking, areaId: string) {
  const area = await areaOf(parts, staffOf(asking).district, areaId);
  const held = await holdingsOf(tx, area.path, parts.now());
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const areas = [...Map.groupBy(held, (one) => one.areaId)];
  return {
    area: { id: area.id, name: area.name },
    roles: roles.map(({ code, why }) => ({
      code,
      label: text(`readiness.role.${code}`),
      why: text(`readiness.why.${why}`),
    })),
    rows: areas.map(([id, theirs]) => ({
      area: { id, name: theirs[0]?.areaName ?? '' },
      cells: roles.map(({ code }) => cellOf(theirs.filter((one) => one.role === code))),
    })),
    counts: {
      missing: held.filter((one) => coverOf(one) === 'missing').length,
      single: held.filter((one) => coverOf(one) === 'single').length,
      backed: held.filter((one) => coverOf(one) === 'backed').length,
    },
    /** By place, not by how much hangs on them: it is about what is missing behind them. */
    only: onlyHolders(held)
      .map(({ holder, roles: theirs }) => ({
        holder,
        area: theirs[0]?.areaName ?? '',
        roles: theirs.map((one) => ({ label: text(`readiness.role.${one.role}`), area: one.areaName })),
      }))
      .slice(0, 300),
  };
}

/** Several of one role at a place (two shelters, two keys): the weakest is what is shown. Nothing of the kind there: null. */
function cellOf(held: readonly Held[]) {
  const [worst] = [...held].sort((a, b) => rank[coverOf(a)] - rank[coverOf(b)]);
  if (!worst) return null;
  return {
    cover: coverOf(worst),
    need: worst.need,
    holders: [...new Map(held.flatMap((one) => one.holders).map((one) => [one.id, one])).values()],
  };
}

export async function viewWithout(
  parts: ReadinessParts,
  tx: Tx,
  asking: Asking,
  query: { areaId: string; holder: string },
) {
  const area = await areaOf(parts, staffOf(asking).district, query.areaId);
  const held = await holdingsOf(tx, area.path, parts.now());
  const holder = held.flatMap((one) => one.holders).find((one) => one.id === query.holder);
  return {
    area: { id: area.id, name: area.name },
    holder: holder ?? null,
    losses: without(held, new Set([query.holder])).map((one) => ({
      ...one,
      role: { code: one.role, label: parts.messages.text(asking.locale, `readiness.role.${one.role}`) },
    })),
  };
}
