// 最低储备规则 and alerts: what there should be, with the source of every figure, and how early a keeper hears of a date. Both are data of the
// district.
import { holdsDuty } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import type { RuleBody } from './contract.ts';
import type { Asking, StocksParts } from './parts.ts';
import { releaseUnfetched } from './requests.ts';
import { staffOf } from './rights.ts';
import { takeUnanswered } from './store-requests.ts';
import * as rules from './store-rules.ts';
import './problems.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Where the district says nothing else. */
const ALERT_DAYS = [90, 30, 7];
/** Of what has passed its date. */
const OVER = -1;
const MOST_LOTS = 20_000;
/** After this those above the keeper hear that a request has no answer. */
const UNANSWERED_MS = 2 * HOUR_MS;
/** What was set aside and not fetched goes back. */
const UNFETCHED_MS = 72 * HOUR_MS;
const RULING = ['manage-catalogue', 'command', 'supervise'] as const;

function requireRuling(asking: Asking) {
  const actor = staffOf(asking);
  if (!RULING.some((duty) => holdsDuty(actor, duty))) throw problem('stocks.not-ruling');
  return actor;
}

export async function setRule(tx: Tx, asking: Asking, code: string, body: RuleBody) {
  requireRuling(asking);
  const bare = [
    ...(body.perPersonDay !== null && body.needSource === '' ? ['needSource'] : []),
    ...(body.perThousand !== null && body.leastSource === '' ? ['leastSource'] : []),
  ];
  if (bare.length > 0)
    throw problem(
      'stocks.rule-source',
      {},
      bare.map((path) => ({ path, code: 'stock-source' })),
    );
  const written = await rules.writeRule(tx, code, { ...body, leastSource: body.leastSource || null });
  if (!written) throw problem('stocks.item-unknown', { item: code }, [{ path: 'code', code: 'stock-item' }]);
  return { code };
}

export async function viewSettings(tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  return {
    alertDays: (await rules.findAlertDays(tx)) ?? ALERT_DAYS,
    mayChange: RULING.some((duty) => holdsDuty(actor, duty)),
  };
}

export async function setSettings(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  body: { alertDays: readonly number[] },
) {
  const actor = requireRuling(asking);
  const alertDays = [...new Set(body.alertDays)].sort((a, b) => b - a);
  await rules.writeAlertDays(tx, alertDays, { by: actor.accountId, at: parts.now() });
  return { alertDays, mayChange: true };
}

/** What the clock does for one district. Safe in several processes at once: each threshold is told once. */
export async function tendStocks(parts: StocksParts, district: string) {
  const scope = scopeOf({ kind: 'system', district, reason: 'stocks' });
  const told = await parts.db.tx(scope, (tx) => tellDates(parts, tx));
  const unanswered = await parts.db.tx(scope, (tx) => tellUnanswered(parts, tx));
  const released = await parts.db.tx(scope, (tx) => releaseUnfetched(parts, tx, parts.now() - UNFETCHED_MS));
  return { told, unanswered, released };
}

async function tellDates(parts: StocksParts, tx: Tx): Promise<number> {
  const now = parts.now();
  const today = civilDate(now);
  const days = [...((await rules.findAlertDays(tx)) ?? ALERT_DAYS)].sort((a, b) => b - a);
  const dated = await rules.listDated(tx, civilDate(now + (days[0] ?? 0) * DAY_MS), MOST_LOTS);
  let told = 0;
  for (const one of dated) {
    const passed = [...days, OVER].filter((n) =>
      n === OVER ? one.expiresOn < today : one.expiresOn <= civilDate(now + n * DAY_MS),
    );
    const fresh = passed.filter((n) => !one.told.includes(n));
    if (fresh.length === 0) continue;
    const { pointId, lotId, expiresOn } = one;
    if ((await rules.insertAlerts(tx, { pointId, lotId, days: fresh, at: now })) === 0) continue;
    // Several thresholds at once (a lot that came late): the keeper hears of it once.
    const over = fresh.includes(OVER);
    await parts.notify.toPosts(tx, [one.keeperPost], {
      key: over ? 'notice.stock-expired' : 'notice.stock-expiring',
      params: { item: one.itemName, lot: one.lot, point: one.pointName, day: expiresOn },
      link: `/console/stocks/${pointId}`,
      urgency: over ? 'now' : 'later',
    });
    told += 1;
  }
  return told;
}

async function tellUnanswered(parts: StocksParts, tx: Tx): Promise<number> {
  const now = parts.now();
  const late = await takeUnanswered(tx, now - UNANSWERED_MS, now);
  for (const one of late) {
    const above = await selectPosts(tx, civilDate(now), { above: one.areaPath, duty: 'dispatch', limit: 20 });
    await parts.notify.toPosts(
      tx,
      above.map((post) => post.id),
      {
        key: 'notice.stock-unanswered',
        params: { point: one.pointName },
        link: '/console/stocks',
        urgency: 'now',
      },
    );
  }
  return late.length;
}
