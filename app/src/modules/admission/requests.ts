// Applying, renewing, asking urgently, deciding, ending. A request is one record whose moments are only added.
import { deadline } from '@renlin/core/calendar/limit';
import { similarity } from '@renlin/core/text/tokens';
import { nameKey } from '../../engines/report/fact-vocabulary.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { alikeRequests, knownNow, nearTo, queryToday, readItems } from './compare.ts';
import type { DecisionBody, RequestBody, RequestsQuery } from './contract.ts';
import {
  ADMIT,
  type AdmissionParts,
  type Asking,
  applyingUnits,
  areaOf,
  isOf,
  isRelief,
  mayDecide,
  seesPending,
  staffOf,
  today,
  untilOf,
  type Who,
} from './parts.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
const DECIDE_WITHIN = { n: 5, unit: 'work-day' } as const;
/** An urgent request ends by itself after so many civil days, and its like may not come again within so many. */
const URGENT_DAYS = 3;
const URGENT_REST_DAYS = 90;
/** Nothing is admitted for longer: laws and needs change. */
const MOST_YEARS = 2;
/** From so many days before the end on, an admission may be renewed, and its unit is told. */
const RENEW_DAYS = 30;
const MOST_LISTED = 500;
const ALIKE = 0.6;

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

function checkDates(parts: AdmissionParts, body: RequestBody): void {
  const now = today(parts);
  const refuse = (path: 'startsOn' | 'endsOn', latest: string) =>
    problem('admission.dates', { today: now, latest }, [{ path, code: 'admission-day' }]);
  const latest = dayAfter(
    body.urgent ? now : body.startsOn,
    body.urgent ? URGENT_DAYS - 1 : MOST_YEARS * 366,
  );
  if (body.startsOn < now) throw refuse('startsOn', latest);
  if (body.urgent && body.startsOn !== now) throw refuse('startsOn', latest);
  if (body.endsOn < body.startsOn || body.endsOn > latest) throw refuse('endsOn', latest);
}

/** An urgent request is once: neither repeated on a rhythm, nor renewed, nor brought again soon after. */
async function checkUrgent(parts: AdmissionParts, tx: Tx, body: RequestBody): Promise<void> {
  if (body.frequency !== 'once' || body.renews !== undefined)
    throw problem('admission.urgent-once', {}, [
      { path: body.renews ? 'renews' : 'frequency', code: 'admission-urgent-once' },
    ]);
  const earlier = await store.listUrgentSince(tx, body.unitId, parts.now() - URGENT_REST_DAYS * DAY_MS);
  const items = await store.listItems(
    tx,
    earlier.map((one) => one.id),
  );
  const keys = new Set(
    body.items.filter((item) => item.fact === undefined).map((item) => nameKey(item.label)),
  );
  const again = earlier.find(
    (one) =>
      one.id !== body.commandId &&
      (similarity(one.title, body.title) >= ALIKE ||
        (items.get(one.id) ?? []).some((item) => item.how === 'ask' && keys.has(nameKey(item.label)))),
  );
  if (again)
    throw problem('admission.urgent-again', {
      title: again.title,
      day: again.startsOn,
      days: URGENT_REST_DAYS,
    });
}

async function checkRenewal(parts: AdmissionParts, tx: Tx, body: RequestBody): Promise<void> {
  if (body.renews === undefined) return;
  const before = await store.findRequest(tx, body.renews);
  if (!before || before.unitId !== body.unitId)
    throw problem('admission.request-unknown', {}, [{ path: 'renews', code: 'admission-request' }]);
  const open = (await store.listRenewals(tx, before.id)).some(
    (one) => one.state === 'asked' || one.state === 'admitted',
  );
  const from = before.admittedUntil === null ? null : dayAfter(before.admittedUntil, -RENEW_DAYS);
  if (
    before.state !== 'admitted' ||
    before.urgent ||
    before.endedAt !== null ||
    open ||
    (from ?? '') > today(parts)
  )
    throw problem('admission.renewal', { from: from ?? '' });
}

/** Applies for a unit of the caller's own. What the district knows already is generated at once, also before anything is decided. */
export async function applyRequest(parts: AdmissionParts, tx: Tx, who: Who, body: RequestBody) {
  const actor = staffOf(who);
  if (!applyingUnits(actor).includes(body.unitId))
    throw problem('admission.not-your-unit', {}, [{ path: 'unitId', code: 'unknown-unit' }]);
  const known = await store.findRequest(tx, body.commandId);
  if (known) {
    if (known.accountId !== actor.accountId || known.title !== body.title)
      throw problem('admission.command-taken', {});
    return viewRequest(parts, tx, who, known.id);
  }
  const area = await areaOf(tx, body.areaId);
  const items = readItems(parts, who, body.items);
  const urgent = body.urgent === true;
  if (items.some((item) => item.namesPeople) !== (body.peopleBasis !== undefined))
    throw problem('admission.people-basis', {}, [{ path: 'peopleBasis', code: 'admission-people-basis' }]);
  checkDates(parts, body);
  if (!urgent && items.every((item) => item.how === 'known')) throw problem('admission.all-known', {});
  if (urgent) await checkUrgent(parts, tx, body);
  await checkRenewal(parts, tx, body);
  const now = parts.now();
  const { due } = deadline(await parts.calendar(actor.district), now, DECIDE_WITHIN);
  const written = await store.insertRequest(tx, {
    id: body.commandId,
    kind: body.kind,
    urgent,
    unitId: body.unitId,
    accountId: actor.accountId,
    areaId: body.areaId,
    askedLevel: body.askedLevel,
    title: body.title,
    purpose: body.purpose,
    basis: body.basis,
    peopleBasis: body.peopleBasis?.kind ?? null,
    peopleBasisWords: body.peopleBasis?.words ?? null,
    frequency: body.frequency,
    startsOn: body.startsOn,
    endsOn: body.endsOn,
    renews: body.renews ?? null,
    askedAt: now,
    dueAt: due,
    items,
  });
  if (!written) throw problem('admission.command-taken', {});
  await audit(tx, who, {
    action: urgent ? 'admission.urgent' : body.renews ? 'admission.renew' : 'admission.apply',
    object: { type: 'admission-request', id: body.commandId },
  });
  await parts.notify.toPosts(tx, await parts.holdersNear(tx, ADMIT, area.path), {
    key: urgent ? 'notice.admission-urgent' : 'notice.admission-asked',
    params: { title: body.title },
    link: `/console/admission?request=${body.commandId}`,
    urgency: urgent ? 'now' : 'later',
  });
  return viewRequest(parts, tx, who, body.commandId);
}

export async function withdrawRequest(parts: AdmissionParts, tx: Tx, who: Who, id: string) {
  const actor = staffOf(who);
  const row = await requestInSight(tx, who, id, true);
  if (!applyingUnits(actor).includes(row.unitId)) throw problem('admission.not-your-unit', {});
  if (row.state === 'withdrawn') return viewRequest(parts, tx, who, id);
  if (row.state !== 'asked') throw problem('admission.over', {});
  await store.decideRequest(tx, id, {
    state: 'withdrawn',
    at: parts.now(),
    by: actor.accountId,
    unitId: null,
    words: null,
    commandId: id,
    until: null,
  });
  await audit(tx, who, { action: 'admission.withdraw', object: { type: 'admission-request', id } });
  return viewRequest(parts, tx, who, id);
}

function decidingUnit(who: Who, row: store.RequestRow): string {
  const actor = staffOf(who);
  if (isOf(actor, row.unitId) || actor.accountId === row.accountId) throw problem('admission.own-unit', {});
  const post = actor.posts.find((one) => one.duties.includes(ADMIT) && row.areaPath.startsWith(one.areaPath));
  if (!post) throw problem('admission.not-your-area', { area: row.areaName });
  return post.unitId;
}

export async function decideRequest(parts: AdmissionParts, tx: Tx, who: Who, id: string, body: DecisionBody) {
  const actor = staffOf(who);
  const row = await requestInSight(tx, who, id, true);
  const unitId = decidingUnit(who, row);
  if (row.decisionId === body.commandId && row.decidedBy === actor.accountId)
    return viewRequest(parts, tx, who, id);
  if (row.state !== 'asked') throw problem('admission.over', {});
  const until = body.until ?? row.endsOn;
  if (body.decision === 'admitted' && (until < today(parts) || until < row.startsOn || until > row.endsOn))
    throw problem('admission.until', { earliest: row.startsOn, latest: row.endsOn }, [
      { path: 'until', code: 'admission-day' },
    ]);
  await store.decideRequest(tx, id, {
    state: body.decision,
    at: parts.now(),
    by: actor.accountId,
    unitId,
    words: body.words,
    commandId: body.commandId,
    until: body.decision === 'admitted' ? until : null,
  });
  await audit(tx, who, { action: `admission.${body.decision}`, object: { type: 'admission-request', id } });
  await tellUnit(
    parts,
    tx,
    row.unitId,
    body.decision === 'admitted' ? 'notice.admission-admitted' : 'notice.admission-declined',
    row,
  );
  return viewRequest(parts, tx, who, id);
}

/** The list is shortened before its day: 减负专班 says why. */
export async function endRequest(parts: AdmissionParts, tx: Tx, who: Who, id: string, words: string) {
  const actor = staffOf(who);
  const row = await requestInSight(tx, who, id, true);
  decidingUnit(who, row);
  if (row.endedAt !== null && row.endedWords === words) return viewRequest(parts, tx, who, id);
  if (row.state !== 'admitted' || row.endedAt !== null || (row.admittedUntil ?? '') < today(parts))
    throw problem('admission.over', {});
  await store.endRequest(tx, id, { at: parts.now(), by: actor.accountId, words });
  await audit(tx, who, { action: 'admission.end', object: { type: 'admission-request', id } });
  await tellUnit(parts, tx, row.unitId, 'notice.admission-ended', row);
  return viewRequest(parts, tx, who, id);
}

async function tellUnit(
  parts: AdmissionParts,
  tx: Tx,
  unitId: string,
  key: string,
  row: { id: string; title: string },
): Promise<void> {
  await parts.notify.toUnit(tx, unitId, 'apply-admission', {
    key,
    params: { title: row.title },
    link: `/console/admission?request=${row.id}`,
    urgency: 'later',
  });
}

async function requestInSight(
  tx: Tx,
  asking: Pick<Asking, 'actor'>,
  id: string,
  lock = false,
): Promise<store.RequestRow> {
  const row = await store.findRequest(tx, id, lock);
  if (!row || (isPending(row) && !seesPending(asking.actor, row.areaPath, row.unitId)))
    throw problem('admission.not-found', {});
  return row;
}

/** What never came onto the list is between the unit and those who decide. */
export const isPending = (row: Pick<store.RequestRow, 'state'>) =>
  row.state === 'asked' || row.state === 'withdrawn';

export async function listRequests(parts: AdmissionParts, tx: Tx, asking: Asking, query: RequestsQuery) {
  const actor = staffOf(asking);
  const now = today(parts);
  const day = query.on ?? now;
  const state = query.state ?? 'in-force';
  const rows = await store.listRequests(
    tx,
    { state, day, until: untilOf(day, parts.now()), unit: query.unit, q: query.q },
    MOST_LISTED,
  );
  const shown = rows.filter((row) => !isPending(row) || seesPending(actor, row.areaPath, row.unitId));
  return {
    on: day,
    mayApply: applyingUnits(actor),
    mayDecide: isRelief(actor),
    hidden: rows.length - shown.length,
    items: shown.map((row) => rowView(parts, asking, row)),
  };
}

export function rowView(parts: AdmissionParts, asking: Asking, row: store.RequestRow) {
  const { accountId: _account, decidedBy: _by, decisionId: _decision, areaPath, ...rest } = row;
  const now = today(parts);
  return {
    ...rest,
    late: row.state === 'asked' && row.dueAt < parts.now(),
    standing: standingOf(row, now),
    mayDecide: row.state === 'asked' && mayDecide(asking.actor, areaPath, row.unitId),
    mayEnd: standingOf(row, now) === 'in-force' && mayDecide(asking.actor, areaPath, row.unitId),
    mayWithdraw: row.state === 'asked' && applyingUnits(asking.actor).includes(row.unitId),
    mayRenew:
      row.state === 'admitted' &&
      !row.urgent &&
      row.endedAt === null &&
      dayAfter(row.admittedUntil ?? now, -RENEW_DAYS) <= now &&
      applyingUnits(asking.actor).includes(row.unitId),
  };
}

function standingOf(row: store.RequestRow, now: string): string {
  if (row.state !== 'admitted') return row.state;
  if (row.endedAt !== null || (row.admittedUntil ?? '') < now) return 'over';
  return row.startsOn > now ? 'upcoming' : 'in-force';
}

/** One request with what is known of it: numbers of today for what the district holds, and what the list asks already. */
export async function viewRequest(parts: AdmissionParts, tx: Tx, asking: Asking, id: string) {
  const row = await requestInSight(tx, asking, id);
  const items = (await store.listItems(tx, [id])).get(id) ?? [];
  const area = await areaOf(tx, row.areaId);
  const query = queryToday(parts, area);
  const shown = [];
  for (const item of items)
    shown.push({
      ...item,
      known: item.fact === null ? null : await knownNow(parts, tx, asking, item.fact, query),
    });
  return {
    ...rowView(parts, asking, row),
    items: shown,
    renewals: (await store.listRenewals(tx, id))
      .filter((one) => !isPending(one) || seesPending(asking.actor, one.areaPath, one.unitId))
      .map((one) => ({ id: one.id, askedAt: one.askedAt, state: one.state })),
    alike: await alikeRequests(parts, tx, {
      title: row.title,
      labels: items.map((item) => item.label),
      except: id,
    }),
    near: items
      .filter((item) => item.how === 'ask')
      .flatMap((item) =>
        nearTo(parts, asking, item.label).map((one) => ({ label: item.label, fact: one.label })),
      ),
  };
}

/** Reminds who decides of what waits too long, and units of what ends soon; each once. */
export async function remind(parts: AdmissionParts, district: string): Promise<number> {
  const now = parts.now();
  const day = today(parts);
  return parts.db.tx(scopeOf({ kind: 'system', district, reason: 'admission' }), async (tx) => {
    const late = await store.takeLate(tx, now);
    for (const one of late)
      await parts.notify.toPosts(tx, await parts.holdersNear(tx, ADMIT, one.areaPath), {
        key: 'notice.admission-late',
        params: { title: one.title },
        link: `/console/admission?request=${one.id}`,
        urgency: 'now',
      });
    const ending = await store.takeEnding(tx, now, day, dayAfter(day, RENEW_DAYS));
    for (const one of ending)
      await parts.notify.toUnit(tx, one.unitId, 'apply-admission', {
        key: 'notice.admission-ending',
        params: { title: one.title, day: one.until ?? '' },
        link: `/console/admission?request=${one.id}`,
        urgency: 'later',
      });
    return late.length + ending.length;
  });
}
