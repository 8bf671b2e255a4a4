// Filing: from what somebody reports to a case, once however often it is sent.
import { type CaseState, newCase } from '../../engines/case/case.ts';
import type { CaseReference } from '../../engines/case/form.ts';
import type { Actor } from '../../kernel/actor.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { Problem, problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { mayBeTrifle } from '../catalogue/public.ts';
import type { FileBody } from './contract.ts';
import { checkDispute, keptPlace } from './dispute.ts';
import type { OutsideFact } from './kinds/loop-outside.ts';
import type { Consent } from './kinds/party-consent.ts';
import { placeOf } from './place.ts';
import { followCodeOf, senderDigest } from './reporters.ts';
import { type Asking, type CasesParts, coreView, newReporter, readerOf, sendNotices } from './service.ts';
import * as store from './store.ts';
import { checkTip, tipster } from './tip.ts';
import type { CasesWorld } from './world.ts';
import './problems.ts';

const HEADLINE_LENGTH = 40;

/** What a form can't say of a filing: the work order it came as, the case that it follows up, what is written in the same transaction. */
export type FiledFrom = {
  outside?: OutsideFact;
  earlier?: CaseReference;
  /** Those whom it is about asked for it themselves: by another house, or by appointment. */
  asked?: true;
  beside?(tx: Tx, filed: CaseState): Promise<void>;
};

/** Files a case. The command's id is the case's id, so a phone without signal knows it before the server does. */
export async function fileCase(parts: CasesParts, asker: Asking, body: FileBody, from?: FiledFrom) {
  const asking = tipster(asker, body);
  const world = await parts.engine.world(asking.actor.district);
  try {
    return await filedView(parts, asking, body, world, await fileNew(parts, asking, body, world, from));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Its answer was lost, and meanwhile the sender moved or the category went: what was carried out stays carried out.
    const form = formOfFiling(parts, body);
    const same = { id: body.commandId, commandId: body.commandId, form };
    const before = await parts.engine.filed(asking.actor, same);
    if (!before) {
      if (dependsOnDuty(body) && error.code === 'auth.forbidden' && asking.actor.kind === 'staff')
        await parts.engine.refuse(asking.actor, body.commandId, body.commandId, error);
      throw error;
    }
    return filedView(parts, asking, body, world, before);
  }
}

async function filedView(
  parts: CasesParts,
  asking: Asking,
  body: FileBody,
  world: CasesWorld,
  state: CaseState,
) {
  const hasReporter = asking.actor.kind === 'public' || body.reporter !== undefined;
  return {
    outcome: 'accepted' as const,
    case: await coreView(parts, state, readerOf(parts, asking, world), false),
    stepVersion: 1,
    ...(hasReporter
      ? { follow: { code: followCodeOf(parts.ports.followKey, body.commandId), number: state.number } }
      : {}),
  };
}

/** Kinds that not everybody may file everywhere: a refusal could become an admission when the sender's post changes. */
function dependsOnDuty(body: FileBody): boolean {
  return body.kind === 'trifle' || body.kind === 'whistle' || body.kind === 'advice';
}

/** By this a filing that is sent again is known to be the same. */
function formOfFiling(parts: CasesParts, body: FileBody): Record<string, unknown> {
  return { sender: senderDigest(parts.ports.followKey, body.proof ?? JSON.stringify(body)) };
}

async function fileNew(
  parts: CasesParts,
  asking: Asking,
  body: FileBody,
  world: CasesWorld,
  from: FiledFrom | undefined,
): Promise<CaseState> {
  const { actor } = asking;
  const earlier = from?.earlier;
  const now = parts.now();
  // A phone whose session has ended must not file a patrol's find as an unknown resident's report: it signs in, and sends it then.
  if (actor.kind === 'public' && body.channel === 'patrol') throw problem('auth.required', {});
  parts.engine.kind(body.kind);
  if (dependsOnDuty(body)) await parts.engine.refusedBefore(actor, body.commandId);
  checkCategory(world, body);
  checkTip(world, body);
  if (body.subjectUnitId && !world.catalogue.units.has(body.subjectUnitId)) {
    throw problem('cases.unknown-unit', {}, [{ path: 'subjectUnitId', code: 'unknown-unit' }]);
  }
  const found = await placeOf(parts.ports, actor, body);
  const asked = from?.asked === true || from?.outside !== undefined;
  checkDispute(world, actor, body, found, asked);
  const place = keptPlace(body, found);
  if (body.kind === 'trifle') checkTrifle(world, actor, body, place.area.path);
  if (body.kind === 'whistle') checkWhistle(actor, body, place.area.path);
  const channel = body.channel ?? (actor.kind === 'public' ? 'portal' : 'patrol');
  const reporters = reporterOf(parts, actor, body, channel, now);
  const draft = newCase({
    id: body.commandId,
    district: actor.district,
    number: await parts.engine.nextNumber(actor.district, now),
    kind: body.kind,
    category: body.category ?? '',
    headline: body.headline ?? firstWords(body.text),
    text: body.text,
    channel,
    areaId: place.area.id,
    areaPath: place.area.path,
    lng: place.point?.lng ?? null,
    lat: place.point?.lat ?? null,
    address: place.address,
    subjectUnit: body.subjectUnitId ?? null,
    filedBy: actor.kind === 'staff' ? actor.accountId : null,
    occurredAt: boundedInstant(body.occurredAt ?? now, now),
    filedAt: now,
    joined: reporters ? 1 : 0,
    facts: {
      reporters: reporters?.wantsReply ? 1 : 0,
      trusted:
        holdsDutyOver(actor, 'intake', place.area.path) || holdsDutyOver(actor, 'dispatch', place.area.path),
      ...(from?.outside ? { outside: [from.outside] } : {}),
      ...(body.consent ? { consent: { ...body.consent, at: now } satisfies Consent } : {}),
      ...(asked ? { asked: true } : {}),
      ...(earlier ? { followUpOf: earlier, links: [{ ...earlier, why: 'related' }] } : {}),
    },
  });
  const { state } = await parts.engine.file(actor, {
    commandId: body.commandId,
    kind: body.kind,
    draft,
    tells: earlier
      ? [
          {
            tell: earlier.id,
            name: 'linked',
            form: { case: { id: body.commandId, number: draft.number }, why: 'related' },
          },
        ]
      : [],
    form: formOfFiling(parts, body),
    prepare: body.photos?.length
      ? async (tx, after) => {
          const files = await parts.ports.claimFiles(tx, body.photos ?? [], actor);
          for (const fileId of files) after.facts.photos.push({ fileId, stage: 'before', at: now });
        }
      : undefined,
    async also(tx, filed, notices) {
      // Not waited for: it leaves with the commit, and a failure of it fails the commit.
      if (reporters) void store.insertReporter(tx, reporters).catch(() => undefined);
      if (filed.facts.photos.length > 0) {
        await store.insertCaseFiles(
          tx,
          filed.id,
          filed.facts.photos.map((photo) => photo.fileId),
        );
      }
      await sendNotices(parts, tx, filed, notices);
      await from?.beside?.(tx, filed);
    },
  });
  return state;
}

const YEAR_MS = 366 * 86_400_000;

/** When something happened, by a clock that may be wrong: not in the future, and not longer ago than a year. */
function boundedInstant(at: number, now: number): number {
  return Math.min(Math.max(at, now - YEAR_MS), now);
}

function checkCategory(world: CasesWorld, body: FileBody): void {
  if (!body.category) return;
  const category = world.catalogue.categories.get(body.category);
  if (!category || category.retired)
    throw problem('cases.unknown-category', {}, [{ path: 'category', code: 'unknown-category' }]);
  const byRule = body.kind === 'trifle' || body.kind === 'advice';
  if (!category.kinds.includes(body.kind) && !byRule) {
    throw problem('cases.category-not-for-kind', { kind: body.kind }, [
      { path: 'category', code: 'category-not-for-kind' },
    ]);
  }
}

/** 随手办 is for the grid's own people and for what stands on the grid's 准入清单: everything else goes through the loop. */
function checkTrifle(world: CasesWorld, actor: Actor, body: FileBody, areaPath: string): void {
  if (!holdsDutyOver(actor, 'report', areaPath)) throw problem('auth.forbidden', { command: 'file' });
  if (!mayBeTrifle(world.catalogue, body.category ?? '')) {
    throw problem('cases.not-on-grid-list', {}, [{ path: 'category', code: 'not-on-grid-list' }]);
  }
}

/** A whistle on its own: by whoever whistles here, or asks for it. Nobody reported it, so nobody is named. */
function checkWhistle(actor: Actor, body: FileBody, areaPath: string): void {
  if (!holdsDutyOver(actor, 'whistle', areaPath) && !holdsDutyOver(actor, 'report', areaPath))
    throw problem('auth.forbidden', { command: 'file' });
  if (body.reporter)
    throw problem('cases.whistle-reporter', {}, [{ path: 'reporter', code: 'whistle-reporter' }]);
}

function firstWords(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= HEADLINE_LENGTH
    ? line
    : `${characters.slice(0, HEADLINE_LENGTH - 1).join('')}…`;
}

/** A resident always is a reporter; staff who file for a caller name one; a patrol's own find has none. */
function reporterOf(
  parts: CasesParts,
  actor: Actor,
  body: FileBody,
  channel: string,
  now: number,
): store.NewReporter | undefined {
  const given = body.reporter;
  if (actor.kind !== 'public' && !given) return undefined;
  if (given?.wantsReply && !given.phone && actor.kind === 'staff') {
    throw problem('cases.reporter-contact', {}, [{ path: 'reporter/phone', code: 'reporter-contact' }]);
  }
  return newReporter(parts, body.commandId, body.commandId, given ?? {}, {
    channel,
    accountId: actor.kind === 'staff' ? actor.accountId : null,
    now,
  });
}
