// Who could lend what an area lacks: points that share, least way first as the transport problem has it. A neighbour keeps what its own
// people should have; a depot of the level above is there for all below it. A neighbour whose people nobody counted is asked first.
import { solveTransport } from '@renlin/core/dispatch/transport';
import { distance } from '@renlin/core/geometry/measure';
import { fromThousandths } from '../../engines/ledger/amount.ts';
import { leastOf } from './least.ts';
import type * as store from './store.ts';

export type Offer = {
  pointId: string;
  pointName: string;
  areaName: string;
  lotId: string;
  amount: number;
  metres: number | null;
  /** What the lender keeps for its own people; null where they were not counted. */
  keeps: number | null;
};

type Given = {
  /** Usable lines of the district. */
  lines: readonly store.Line[];
  area: string;
  /** From where the way is measured. */
  at: { lng: number | null; lat: number | null } | undefined;
  peopleIn(areaPath: string): Promise<number | undefined>;
};

/** Neighbours that are looked at for one item: counting their people takes a while. */
const MOST_LENDERS = 20;
const NO_WAY = 100_000;

export function createLenders({ lines, area, at, peopleIn }: Given) {
  const counted = new Map<string, number | undefined>();
  const people = async (path: string) => {
    if (!counted.has(path)) counted.set(path, await peopleIn(path));
    return counted.get(path);
  };
  const metresTo = (line: store.Line) =>
    at && at.lng !== null && at.lat !== null && line.lng !== null && line.lat !== null
      ? distance([at.lng, at.lat], [line.lng, line.lat])
      : null;

  /** What a place above its own need can spare, and what it keeps. */
  async function spareOf(
    path: string,
    item: store.ItemRow,
  ): Promise<{ spare: number; keeps: number | null }> {
    const all = lines.filter((line) => line.item === item.code && line.areaPath.startsWith(path));
    const have = fromThousandths(all.reduce((total, line) => total + line.onHand + line.reserved, 0));
    if (area.startsWith(path)) return { spare: have, keeps: 0 };
    const known = await people(path);
    const keeps = known === undefined ? null : (leastOf(item, known) ?? 0);
    return { spare: Math.max(0, have - (keeps ?? 0)), keeps };
  }

  async function propose(item: store.ItemRow, missing: number): Promise<Offer[]> {
    const near = lines
      .filter(
        (line) =>
          line.item === item.code && line.shared && line.onHand > 0 && !line.areaPath.startsWith(area),
      )
      .map((line) => ({ line, metres: metresTo(line) }))
      .sort((a, b) => (a.metres ?? NO_WAY) - (b.metres ?? NO_WAY));
    const paths = [...new Set(near.map(({ line }) => line.areaPath))].slice(0, MOST_LENDERS);
    const left = new Map<string, { spare: number; keeps: number | null }>();
    for (const path of paths) left.set(path, await spareOf(path, item));
    const offers = near.flatMap(({ line, metres }) => {
      const of = left.get(line.areaPath);
      const amount = of ? Math.min(of.spare, fromThousandths(line.onHand)) : 0;
      if (!of || amount <= 0) return [];
      of.spare -= amount;
      return [{ line, metres, amount, keeps: of.keeps }];
    });
    if (offers.length === 0) return [];
    const plan = solveTransport({
      supply: offers.map((one) => one.amount),
      demand: [missing],
      cost: offers.map((one) => [one.metres ?? NO_WAY]),
      unmetPenalty: [1_000_000],
    });
    if (plan.status !== 'optimal') return [];
    return plan.flows.flatMap(({ from, amount }) => {
      const one = offers[from];
      if (!one) return [];
      const { line, metres, keeps } = one;
      const { pointId, pointName, areaName } = line;
      return [{ pointId, pointName, areaName, lotId: line.id, amount, metres, keeps }];
    });
  }
  return { propose };
}
