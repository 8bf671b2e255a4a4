// 清单外标记: anybody says with one click that something reached them which is not on the list. 减负专班 answers with a finding in its own
// words. Who flagged is shown to nobody else: not to the unit that asked, not to 减负专班, not in the audit log.
import { derivedId } from '../../engines/case/timing.ts';
import { type Actor, holdsDuty } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { claimFiles, disownFiles } from '../../platform/files/files.ts';
import type { FindingBody, FlagBody } from './contract.ts';
import {
  ADMIT,
  type AdmissionParts,
  type Asking,
  applyingUnits,
  isOf,
  isRelief,
  type Staff,
  staffOf,
  unitOf,
  type Who,
} from './parts.ts';
import { findRequest } from './store.ts';
import * as store from './store-flags.ts';

/** So long somebody can look up what became of their flag; then nobody knows any more who it was. */
const KEEP_DAYS = 400;
const DAY_MS = 86_400_000;
const MOST_LISTED = 500;

const machineScope = (district: string) => scopeOf({ kind: 'system', district, reason: 'admission-flags' });

/** In the scope of who flags, and the only place where that is written. The audit entry names the machine and no address. */
export async function flag(parts: AdmissionParts, tx: Tx, who: Who, body: FlagBody) {
  staffOf(who);
  const id = derivedId(`admission-flag/${body.commandId}`);
  if (await store.isOwnFlag(tx, id)) return { id, state: 'open' as const };
  if (body.unitId !== undefined) await unitOf(tx, body.unitId);
  const photos = await claimFiles(tx, body.photos ?? [], parts.now());
  await disownFiles(tx, photos);
  const one = {
    id,
    unitId: body.unitId ?? null,
    words: body.words ?? '',
    channel: body.channel,
    flaggedOn: civilDate(parts.now()),
  };
  if (!(await store.insertFlag(tx, one, photos, parts.now() + KEEP_DAYS * DAY_MS)))
    throw problem('admission.command-taken', {});
  const machine: Actor = { kind: 'system', district: who.actor.district, reason: 'admission-flag' };
  await audit(
    tx,
    { actor: machine, now: () => who.now(), platform: who.platform },
    { action: 'admission.flag', object: { type: 'admission-flag', id } },
  );
  return { id, state: 'open' as const };
}

/** What somebody flagged, and what was found. */
export async function myFlags(tx: Tx, asking: Asking) {
  staffOf(asking);
  const rows = await store.listOwnFlags(tx, MOST_LISTED);
  const findings = await findingsOf(tx, rows);
  return { items: rows.map((row) => flagView(row, findings)) };
}

async function findingsOf(
  tx: Tx,
  rows: readonly store.FlagRow[],
): Promise<ReadonlyMap<string, store.FindingRow>> {
  const ids = rows.flatMap((row) => row.findingId ?? []);
  return new Map((await store.listFindingsById(tx, [...new Set(ids)])).map((one) => [one.id, one]));
}

function flagView(
  { photos, findingId, ...row }: store.FlagRow,
  findings: ReadonlyMap<string, store.FindingRow>,
) {
  return { ...row, photos: photos.length, finding: findings.get(findingId ?? '') ?? null };
}

function reliefOf(asking: Pick<Asking, 'actor'>): Staff {
  const actor = staffOf(asking);
  if (!isRelief(actor)) throw problem('auth.forbidden');
  return actor;
}

const unitsOf = (actor: Staff) => [...new Set(actor.posts.map((post) => post.unitId))];

/** What waits for 减负专班, without the flags about a member's own unit: those are for the others. */
export async function listFlags(parts: AdmissionParts, asking: Asking, state: 'open' | 'decided') {
  const actor = reliefOf(asking);
  return parts.db.read(machineScope(actor.district), async (tx) => {
    const rows = await store.listFlags(tx, state === 'open', unitsOf(actor), MOST_LISTED);
    const findings = await findingsOf(tx, rows);
    return { items: rows.map((row) => flagView(row, findings)) };
  });
}

/** The file of a flag's n-th photo, for 减负专班. */
export async function flagPhoto(
  parts: AdmissionParts,
  asking: Asking,
  id: string,
  n: number,
): Promise<string> {
  const actor = reliefOf(asking);
  const row = await parts.db.read(machineScope(actor.district), (tx) => store.findFlag(tx, id));
  const photo = row && !isOf(actor, row.unitId) ? row.photos[n] : undefined;
  if (photo === undefined) throw problem('admission.not-found', {});
  return photo;
}

/** 减负专班 answers a flag: with a finding of its own words, or with one that was made about the same thing. */
export async function decideFlag(parts: AdmissionParts, who: Who, id: string, body: FindingBody) {
  const actor = reliefOf(who);
  if (await parts.db.read(scopeOf(actor), (tx) => store.isOwnFlag(tx, id)))
    throw problem('admission.own-flag', {});
  return parts.db.tx(machineScope(actor.district), async (tx) => {
    const row = await store.findFlag(tx, id, true);
    if (!row || isOf(actor, row.unitId)) throw problem('admission.not-found', {});
    if (row.findingId !== null) {
      if (row.findingId !== (body.sameAs ?? body.commandId)) throw problem('admission.flag-decided', {});
      return store.findFinding(tx, row.findingId);
    }
    const finding =
      body.sameAs === undefined
        ? await newFinding(parts, tx, who, actor, body)
        : await store.findFinding(tx, body.sameAs);
    if (!finding) throw problem('admission.finding', {}, [{ path: 'sameAs', code: 'admission-finding' }]);
    await store.setFinding(tx, id, finding.id);
    return finding;
  });
}

async function newFinding(parts: AdmissionParts, tx: Tx, who: Who, actor: Staff, body: FindingBody) {
  const unit = await unitOf(tx, body.unitId);
  if (isOf(actor, unit.id)) throw problem('admission.own-unit', {});
  if ((body.outcome === 'listed') !== (body.requestId !== undefined))
    throw problem('admission.finding', {}, [{ path: 'requestId', code: 'admission-request' }]);
  const request = body.requestId === undefined ? undefined : await findRequest(tx, body.requestId);
  if (body.requestId !== undefined && (request?.unitId !== unit.id || request.state !== 'admitted'))
    throw problem('admission.request-unknown', {}, [{ path: 'requestId', code: 'admission-request' }]);
  const finding = {
    id: body.commandId,
    unitId: unit.id,
    unitName: unit.name,
    outcome: body.outcome,
    title: body.title,
    words: body.words,
    requestId: body.requestId ?? null,
    foundAt: parts.now(),
  };
  if (!(await store.insertFinding(tx, { ...finding, foundBy: actor.accountId })))
    throw problem('admission.command-taken', {});
  await audit(tx, who, {
    action: 'admission.finding',
    object: { type: 'admission-finding', id: finding.id },
  });
  if (finding.outcome === 'outside')
    await parts.notify.toUnit(tx, unit.id, 'apply-admission', {
      key: 'notice.admission-outside',
      params: { title: finding.title },
      link: '/console/admission?tab=findings',
      urgency: 'later',
    });
  return finding;
}

/** Findings are public among staff: the unit that asked, whoever was asked, and everybody who wonders whether to answer. */
export async function listFindings(tx: Tx, asking: Asking, unitId: string | undefined) {
  staffOf(asking);
  return {
    mine: applyingUnits(asking.actor),
    mayDecide: holdsDuty(asking.actor, ADMIT),
    items: await store.listFindings(tx, unitId, MOST_LISTED),
  };
}

/** Forgets who flagged once nobody needs it. */
export async function forgetSenders(parts: AdmissionParts, district: string): Promise<number> {
  return parts.db.tx(machineScope(district), (tx) => store.forgetSenders(tx));
}
