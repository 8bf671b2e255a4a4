// 交上去: work that was done before somebody's access ended and never left their phone. The phone can't sign in any more; what it sealed for
// the server while it could carries the account's credential inside, where only the server reads it. That opens this one door: work from
// before the end is carried out in the person's name, with the rights they had at that time. Nothing is shown in return.
import { isStepOf } from '../../engines/case/case-store.ts';
import { derivedId } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Problem, problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { giveCommand } from '../cases/public.ts';
import type { Asking, Staff, SyncParts } from './ports.ts';
import { carryOut, openEnvelope, type SealedEnvelope, type Work, workOf } from './sealed.ts';
import './problems.ts';

const DAY_MS = 86_400_000;
/** So long after the end the door stays open: a phone may lie in a drawer over a holiday. */
const OPEN_DAYS = 30;

export type HandedOver = { outcome: 'accepted' | 'merged' | 'held'; noted?: boolean; ref?: string };

/** Takes one envelope, as anybody may send it: what is inside must prove whose it is. Sent twice it is done once. */
export async function takeOver(
  parts: SyncParts,
  ip: string,
  locale: Asking['locale'],
  envelope: SealedEnvelope,
): Promise<HandedOver> {
  const work = workOf(await openEnvelope(parts.sealedKeys, envelope));
  const district = parts.handInKey.districtOf(work.handIn ?? '', work.account);
  if (district === undefined) throw problem('sync.hand-in-credential');
  const former = await parts.formerOf(work.account, district);
  if (!former || former.endedAt === null) throw problem('sync.hand-in-has-access');
  const { endedAt } = former;
  if (parts.now() > endedAt + OPEN_DAYS * DAY_MS)
    throw problem('sync.hand-in-over', { days: String(OPEN_DAYS) });
  // Its answer was lost while there still was access: the hour that a wrong clock gave it changes nothing any more.
  if (work.kind !== 'photo' && (await wasCarriedOut(parts, district, work))) return { outcome: 'accepted' };
  const at = instantOf(work, endedAt);
  if (at === undefined || at >= endedAt) throw problem('sync.hand-in-after-end');
  const actor = await former.at(at);
  if (actor.posts.length === 0) throw problem('sync.hand-in-no-post');
  const handed = await carryOutThen(parts, { actor, locale }, work, envelope);
  await record(parts, actor, ip, work);
  return handed;
}

function wasCarriedOut(
  parts: SyncParts,
  district: string,
  work: Exclude<Work, { kind: 'photo' }>,
): Promise<boolean> {
  const system: Actor = { kind: 'system', district, reason: 'hand-in' };
  return parts.db.read(scopeOf(system), (tx) => isStepOf(tx, work.body.commandId, work.account));
}

/** When it was done, by the phone's clock as the server had corrected it. A photo has no time of its own: its record has. */
function instantOf(work: Work, endedAt: number): number | undefined {
  return work.kind === 'photo' ? endedAt - 1 : work.body.occurredAt;
}

async function carryOutThen(
  parts: SyncParts,
  asking: Asking,
  work: Work,
  envelope: SealedEnvelope,
): Promise<HandedOver> {
  try {
    const done = (await carryOut(parts, asking, work, envelope)) as { outcome?: string; ref?: string };
    const outcome = done.outcome === 'merged' || done.outcome === 'held' ? done.outcome : 'accepted';
    return { outcome, ...(work.kind === 'photo' && done.ref ? { ref: done.ref } : {}) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const tooLate = error.code.startsWith('cases.') && error.status === 409;
    if (tooLate && work.kind === 'command' && (await leaveNote(parts, asking, work)))
      return { outcome: 'merged', noted: true };
    throw closedWords(error);
  }
}

/** Who sent it can't look at the case and decide again: what they did then stands there as a remark, and whoever has it now reads it. */
async function leaveNote(
  parts: SyncParts,
  asking: Asking,
  work: Extract<Work, { kind: 'command' }>,
): Promise<boolean> {
  const { commandId, name, form = {} } = work.body;
  const said = Object.values(form).filter((value) => typeof value === 'string' && value.trim() !== '');
  const key = `case.command.${name}`;
  if (!parts.messages.has('zh-CN', key)) return false;
  const label = parts.messages.text('zh-CN', key);
  const note = parts.messages.text('zh-CN', 'sync.hand-in.note', { label, words: said.join('；') });
  try {
    await giveCommand(parts.cases, asking, work.caseId, {
      commandId: derivedId(`${commandId}/handed-in`),
      name: 'note',
      baseVersion: 1,
      occurredAt: work.body.occurredAt,
      form: { note: note.slice(0, MOST_NOTE) },
    });
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}
const MOST_NOTE = 1_000;

/** Nothing is readable through this door: a refusal that would tell how things stand today says only that it came too late. */
function closedWords(error: Problem): Problem {
  return error.code.startsWith('cases.') && (error.status === 404 || error.status === 409)
    ? problem('sync.hand-in-late')
    : error;
}

/** Every piece is on record, with the address it came from. */
async function record(parts: SyncParts, actor: Staff, ip: string, work: Work): Promise<void> {
  const id =
    work.kind === 'photo' ? actor.accountId : work.kind === 'command' ? work.caseId : work.body.commandId;
  const who = { actor: actor as Actor, now: parts.now, platform: { ids: parts.ids }, request: { ip } };
  await parts.db.tx(scopeOf(actor), (tx) =>
    audit(tx, who, { action: 'sync.handed-in', object: { type: work.kind, id } }),
  );
}
