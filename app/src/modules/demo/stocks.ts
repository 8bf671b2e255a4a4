// Three stock points of the demo and what happened there: water past its date, a supermarket's agreement that nobody looked at for a year, too
// little drinking water in the first community with a neighbour who could lend it, quilts lent and due, a count that is
// three torches short, first-aid kits with six days left, sandbags asked for.
import { findNode, listNodes } from '../../engines/tree/tree.ts';
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/db.ts';
import { addPoint, ask, count, lend, moveStock, receive, type StocksParts } from '../stocks/public.ts';
import { listBuildingSpots, listHolders } from './store.ts';
import { stockWords } from './texts-stocks.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
type Given = { tx: Tx; stocks: StocksParts; ids: Ids; street: Staff; secretary: Staff };

const DAY = 86_400_000;

export async function seedStocks({ tx, stocks, ids, street, secretary }: Given): Promise<void> {
  const [office, community] = [street.posts[0], secretary.posts[0]];
  if (!office || !community) return;
  const now = stocks.now();
  const within = { levels: ['community'], within: office.areaPath, limit: 2 };
  const neighbour = (await listNodes(tx, 'area', within)).find((one) => one.id !== community.areaId);
  const holders = await listHolders(tx, civilDate(now));
  const next = holders.find((one) => one.area_id === neighbour?.id && one.duties.includes('intake'));
  if (!neighbour || !next) return;
  // Each thing happens on its day: a receipt of what has expired since, was a receipt of what was good.
  const at = (days: number): StocksParts => ({ ...stocks, now: () => now + days * DAY });
  const asking = { actor: street, locale: 'zh-CN' as const };
  const day = (days: number) => civilDate(now + days * DAY);
  const [home, beside, depot] = [ids.next(), ids.next(), ids.next()];
  const places = [
    { id: home, areaId: community.areaId, keeperPost: community.postId, ...stockWords.home },
    { id: beside, areaId: neighbour.id, keeperPost: next.post_id, ...stockWords.beside },
    { id: depot, areaId: office.areaId, keeperPost: office.postId, ...stockWords.depot },
  ];
  const spots = await listBuildingSpots(tx);
  for (const place of places) {
    const area = await findNode(tx, place.areaId);
    const spot = spots.find((one) => area !== undefined && one.path.startsWith(area.path));
    const point = spot && { lng: spot.lng, lat: spot.lat };
    await addPoint(at(-400), tx, asking, { ...place, ...(point ? { point } : {}), shared: true });
  }

  const lots = new Map<string, string>();
  const points = { home, beside, depot };
  for (const one of stockWords.receipts) {
    const { lotId } = await receive(at(-one.daysAgo), tx, asking, {
      id: ids.next(),
      pointId: points[one.at],
      item: one.item,
      lot: one.lot,
      amount: one.amount,
      mode: one.supplier === '' ? 'own' : 'agreed',
      supplier: one.supplier,
      reason: one.reason,
      ...(one.lasts === null ? {} : { expiresOn: day(one.lasts) }),
      ...(one.supplier === '' ? {} : { verifiedOn: day(-one.daysAgo) }),
    });
    lots.set(one.lot, lotId);
  }
  const lot = (name: string) => lots.get(name) as string;
  const issue = { pointId: home, lotId: lot('W2026-03'), kind: 'issue' as const };
  await moveStock(at(-20), tx, asking, { id: ids.next(), ...issue, amount: 240, reason: stockWords.drill });
  await moveStock(at(-19), tx, asking, {
    id: ids.next(),
    ...issue,
    kind: 'return',
    amount: 60,
    reason: stockWords.left,
  });
  await lend(at(-30), tx, asking, {
    id: ids.next(),
    fromPoint: depot,
    toPoint: home,
    lotId: lot('Q2025-11'),
    amount: 40,
    dueOn: day(-2),
    reason: stockWords.cold,
  });
  const counted = { id: ids.next(), pointId: home, lotId: lot('T2025-01'), seen: 27 };
  await count(at(-1), tx, asking, { ...counted, reason: stockWords.count });
  await ask(
    at(0),
    tx,
    { ...asking, actor: secretary },
    {
      id: ids.next(),
      pointId: depot,
      item: 'sandbag',
      amount: 300,
      reason: stockWords.asked,
    },
  );
}
