// Recording a round: the answers of one place, checked against the version that the phone had. What was found becomes a hazard case, or
// is said on the one that is open. Sent twice it is one; sent late it counts for the period in which it was done.

import { derivedId } from '../../engines/case/timing.ts';
import {
  type Answers,
  type ChecklistItem,
  checkAnswers,
  type Finding,
} from '../../engines/checklist/checklist.ts';
import * as kept from '../../engines/checklist/store.ts';
import { inForce } from '../../engines/checklist/versions.ts';
import { civilDate } from '../../kernel/clock.ts';
import { type FieldProblem, Problem, problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { describeMe } from '../org/public.ts';
import type { RecordBody } from './contract.ts';
import { type Asking, hazardCategory, type PatrolParts, type Staff, staffOf } from './parts.ts';
import { periodAt, periodFor, type WorkDays } from './periods.ts';
import { findPlace, type PatrolPlace, within } from './places.ts';
import * as store from './store.ts';
import './problems.ts';

const PHOTOS = 'photos-';
const HEADLINE = 60;

type Written = { record: store.PatrolRecord; plan: store.Plan; place: PatrolPlace; current: number | null };

export async function recordPatrol(parts: PatrolParts, asking: Asking, body: RecordBody) {
  const actor = staffOf(asking);
  const facts = await parts.facts(actor.district);
  const system = scopeOf({ kind: 'system', district: actor.district, reason: 'patrol record' });
  const version = await parts.db.tx(system, async (tx) => {
    const written = await write(parts, tx, actor, body, facts.calendar);
    const found = await store.listFindingsOf(tx, [written.record.id]);
    const content = await kept.findVersion(tx, written.record.checklist, written.record.version);
    return { ...written, found, content };
  });
  const { record, plan, place, found } = version;
  const cases = [];
  for (const finding of found) {
    const rule = version.content?.items.find((item) => item.code === finding.item)?.finding;
    const photos = photosOf(body, finding.item);
    const category = rule ? hazardCategory(facts.catalogue, rule.category)?.code : undefined;
    cases.push(await settle(parts, asking, { record, place, finding, photos, category }));
  }
  return {
    id: record.id,
    planId: plan.id,
    period: periodAt(plan, record.periodFrom, facts.calendar) ?? {
      from: record.periodFrom,
      to: record.periodFrom,
    },
    place: { id: place.id, name: place.name, areaId: place.areaId, areaName: place.areaName },
    checklist: {
      code: record.checklist,
      version: record.version,
      // An older version is accepted, and said so.
      current: version.current,
      older: version.current !== null && record.version < version.current,
    },
    cases,
  };
}

/** Writes the record with its findings in one transaction, or gives what this command wrote before. */
async function write(
  parts: PatrolParts,
  tx: Tx,
  actor: Staff,
  body: RecordBody,
  calendar: WorkDays,
): Promise<Written> {
  const now = parts.now();
  const plan = await store.findPlan(tx, body.planId);
  if (!plan) throw problem('patrol.plan-unknown', {}, [{ path: 'planId', code: 'invalid' }]);
  const place = await findPlace(tx, plan, body.placeId);
  if (!place) throw problem('patrol.place-unknown', {}, [{ path: 'placeId', code: 'patrol-place' }]);
  const versions = await kept.listVersions(tx, [plan.checklist]);
  const current = inForce(versions, civilDate(now))?.version ?? null;
  const known = await store.findRecord(tx, body.commandId);
  if (known) {
    if (known.accountId !== actor.accountId || known.planId !== plan.id || known.placeId !== place.id)
      throw problem('patrol.command-taken', {}, [{ path: 'commandId', code: 'invalid' }]);
    return { record: known, plan, place, current };
  }
  const occurredAt = Math.min(body.occurredAt, now);
  await checkRight(tx, actor, plan, occurredAt);
  const version = versions.find((one) => one.version === body.checklistVersion && one.effectiveFrom !== null);
  if (!version)
    throw problem('patrol.version-unknown', { code: plan.checklist, version: body.checklistVersion }, [
      { path: 'checklistVersion', code: 'checklist-version' },
    ]);
  const { answers, findings } = readForm(version.items, body);
  const record: store.PatrolRecord = {
    id: body.commandId,
    planId: plan.id,
    placeId: place.id,
    placeName: place.name,
    areaId: place.areaId,
    periodFrom: periodOf(plan, body.period, occurredAt, calendar),
    checklist: plan.checklist,
    version: version.version,
    answers,
    note: body.form.note ?? '',
    accountId: actor.accountId,
    occurredAt,
    receivedAt: now,
  };
  if (findings.length > 0) await store.lockPlan(tx, plan.id);
  if ((await store.insertRecords(tx, [record])) === 0) throw problem('patrol.command-taken', {});
  await store.insertFindings(tx, record, await withCases(parts, tx, record, findings, body));
  return { record, plan, place, current };
}

/**
 * Somebody whose duty lies in the plan's area goes round in it, also for a colleague, and also for a place that went to another grid
 * meanwhile. Whoever moved to another post may still send what was done under the old one.
 */
async function checkRight(tx: Tx, actor: Staff, plan: store.Plan, occurredAt: number): Promise<void> {
  const fits = (post: { duties: readonly string[] }, path: string) =>
    post.duties.includes(plan.duty) && within(path, plan.areaPath) !== undefined;
  if (actor.posts.some((post) => fits(post, post.areaPath))) return;
  // An account may belong to nobody.
  const then = actor.personId === '' ? [] : (await describeMe(tx, actor.personId, occurredAt)).posts;
  if (then.some((post) => fits(post, post.area.path))) return;
  throw problem('patrol.not-your-patrol', { plan: plan.title, area: plan.areaName });
}

/** The period in which it was done. A clock that runs behind the list it was done from is wrong: then the list is believed. */
function periodOf(
  plan: store.Plan,
  given: string | undefined,
  occurredAt: number,
  calendar: WorkDays,
): string {
  const done = periodFor(plan, civilDate(occurredAt), calendar)?.from ?? plan.startsOn;
  const listed = given === undefined ? undefined : periodAt(plan, given, calendar)?.from;
  return listed !== undefined && listed > done && listed === given ? listed : done;
}

function readForm(
  items: readonly ChecklistItem[],
  body: RecordBody,
): { answers: Answers; findings: Finding[] } {
  const { answers, words = {}, note: _note, ...photos } = body.form;
  const checked = checkAnswers(items, answers, 'form/answers');
  const faults: FieldProblem[] = checked.ok ? [] : [...checked.faults];
  const known = new Set(items.map((item) => item.code));
  for (const item of Object.keys(words))
    if (!known.has(item)) faults.push({ path: `form/words/${item}`, code: 'checklist-unknown-item' });
  for (const field of Object.keys(photos))
    if (!field.startsWith(PHOTOS) || !known.has(field.slice(PHOTOS.length)))
      faults.push({ path: `form/${field.slice(0, 40)}`, code: 'unknown' });
  if (!checked.ok || faults.length > 0)
    throw problem('patrol.answers', { count: faults.length }, faults.slice(0, 20));
  return checked;
}

function photosOf(body: RecordBody, item: string): readonly string[] {
  const given = (body.form as Record<string, unknown>)[`${PHOTOS}${item}`];
  return Array.isArray(given) ? given : [];
}

/** The case of each finding: the open one of the same place and item, or a new one whose id follows from the command. */
async function withCases(
  parts: PatrolParts,
  tx: Tx,
  record: store.PatrolRecord,
  findings: readonly Finding[],
  body: RecordBody,
) {
  if (findings.length === 0) return [];
  const before = await store.listLastFindings(tx, [record.placeId]);
  const facts = await parts.casesOf(
    tx,
    before.map((row) => row.caseId),
  );
  return findings.map((finding) => {
    const last = before.find((row) => row.item === finding.item);
    const open = last && facts.get(last.caseId);
    const joined = open !== undefined && open.closedAt === null;
    return {
      item: finding.item,
      words: body.form.words?.[finding.item] || finding.text['zh-CN'],
      caseId: joined ? open.id : derivedId(`patrol hazard/${record.id}/${finding.item}`),
      joined,
    };
  });
}

type Settling = {
  record: store.PatrolRecord;
  place: PatrolPlace;
  finding: store.FindingRow;
  photos: readonly string[];
  category: string | undefined;
};

/** Files the case of a finding, or says it on the open one. The same ids on every attempt. */
async function settle(parts: PatrolParts, asking: Asking, one: Settling) {
  const { record, place, finding, photos, category } = one;
  const text = parts.messages.text('zh-CN', 'patrol.case-text', { place: place.name, words: finding.words });
  const { item, caseId, joined } = finding;
  if (joined) {
    const commandId = derivedId(`patrol note/${record.id}/${item}`);
    await parts
      .noteOnCase(asking, caseId, { commandId, text, photos, occurredAt: record.occurredAt })
      .catch((error: unknown) => {
        // Whoever may not write on the case has still linked it: the words stand in the record.
        if (!(error instanceof Problem) || error.status >= 500) throw error;
      });
    return { item, id: caseId, joined };
  }
  const { number } = await parts.fileHazard(asking, {
    commandId: caseId,
    text,
    headline: [...finding.words].slice(0, HEADLINE).join(''),
    category,
    areaId: place.areaId,
    point: place.lng === null || place.lat === null ? undefined : { lng: place.lng, lat: place.lat },
    address: place.address || place.name,
    photos,
    occurredAt: record.occurredAt,
  });
  return { item, id: caseId, joined, number };
}

const MOST_RECORDS = 100;

/** What was recorded at a place, newest first, as far as the reader sees it; who went is not shown. */
export async function recordsOf(parts: PatrolParts, tx: Tx, placeId: string) {
  const records = await store.listRecordsOf(tx, placeId, MOST_RECORDS);
  return { items: await viewRecords(parts, tx, records) };
}

/** The rounds behind a case. */
export async function recordsOfCase(parts: PatrolParts, tx: Tx, caseId: string) {
  const rows = await store.listFindingsOfCase(tx, caseId);
  const records = [];
  for (const id of new Set(rows.map((row) => row.recordId))) {
    const record = await store.findRecord(tx, id);
    if (record) records.push(record);
  }
  return { items: await viewRecords(parts, tx, records) };
}

async function viewRecords(parts: PatrolParts, tx: Tx, records: readonly store.PatrolRecord[]) {
  const findings = await store.listFindingsOf(
    tx,
    records.map((one) => one.id),
  );
  const cases = await parts.casesOf(tx, [...new Set(findings.map((one) => one.caseId))]);
  const plans = new Map((await store.listPlans(tx)).map((plan) => [plan.id, plan.title]));
  return records.map(({ accountId: _who, ...record }) => ({
    ...record,
    planTitle: plans.get(record.planId) ?? '',
    findings: findings
      .filter((one) => one.recordId === record.id)
      .map(({ item, words, joined, caseId }) => ({ item, words, joined, case: cases.get(caseId) ?? null })),
  }));
}
