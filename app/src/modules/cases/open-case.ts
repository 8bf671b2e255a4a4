// Opens a case of a kind that a module keeps (an emergency, its cards, an improvement): once however often it is sent. Whether the
// person may is the calling module's question; who sees it afterwards follows from its area and unit like with any case.
import { type CaseState, newCase } from '../../engines/case/case.ts';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { FileBody } from './contract.ts';
import { followCodeOf, senderDigest } from './reporters.ts';
import { type CasesParts, newReporter, sendNotices } from './service.ts';
import * as store from './store.ts';
import './problems.ts';

export type ModuleCase = {
  /** Made by the sender, or derived: the same on every attempt. */
  id: string;
  kind: string;
  areaId: string;
  ownerUnit: string | null;
  headline: string;
  text: string;
  address?: string;
  point?: { lng: number; lat: number };
  category?: string;
  channel?: string;
  parentId?: string;
  occurredAt?: number;
  facts: Readonly<Record<string, unknown>>;
  /** Whoever asked for it, kept and masked as with a report; they follow it by a code. */
  reporter?: NonNullable<FileBody['reporter']>;
  /** What only a sender without an account knows: whoever sends it again brings it. */
  proof?: string;
  /** Written in the same transaction. */
  beside?: (tx: Tx, filed: CaseState) => Promise<void>;
};

const YEAR_MS = 366 * 86_400_000;

/** The case as it is now; `replayed` when it was there before. Throws `cases.place-outside` for an unknown area. */
export async function openModuleCase(
  parts: CasesParts,
  actor: Actor,
  opening: ModuleCase,
): Promise<{ state: CaseState; replayed: boolean; follow?: { code: string; number: string } }> {
  const now = parts.now();
  const area = (await parts.ports.areaChain(actor.district, opening.areaId)).at(-1);
  if (!area) throw problem('cases.place-outside', {}, [{ path: 'areaId', code: 'place-outside' }]);
  const reporter =
    opening.reporter &&
    newReporter(parts, opening.id, opening.id, opening.reporter, {
      channel: opening.channel ?? 'office',
      accountId: actor.kind === 'staff' ? actor.accountId : null,
      now,
    });
  const draft = newCase({
    id: opening.id,
    district: actor.district,
    number: await parts.engine.nextNumber(actor.district, now),
    kind: opening.kind,
    category: opening.category ?? '',
    headline: opening.headline,
    text: opening.text,
    channel: opening.channel ?? 'office',
    areaId: area.id,
    areaPath: area.path,
    lng: opening.point?.lng ?? null,
    lat: opening.point?.lat ?? null,
    address: opening.address ?? '',
    filedBy: actor.kind === 'staff' ? actor.accountId : null,
    filedAt: now,
    occurredAt: Math.min(Math.max(opening.occurredAt ?? now, now - YEAR_MS), now),
    ownerUnit: opening.ownerUnit,
    parentId: opening.parentId ?? null,
    joined: reporter ? 1 : 0,
    facts: reporter ? { ...opening.facts, reporters: reporter.wantsReply ? 1 : 0 } : opening.facts,
  });
  const done = await parts.engine.file(actor, {
    commandId: opening.id,
    kind: opening.kind,
    draft,
    form: opening.proof ? { sender: senderDigest(parts.ports.followKey, opening.proof) } : {},
    async also(tx, filed, notices) {
      if (reporter) await store.insertReporter(tx, reporter);
      await sendNotices(parts, tx, filed, notices);
      await opening.beside?.(tx, filed);
    },
  });
  if (!reporter) return done;
  const code = followCodeOf(parts.ports.followKey, opening.id);
  return { ...done, follow: { code, number: done.state.number } };
}
