// Commands that came before those they rest on: they wait at the server and are given when their turn has come.
import type { Actor } from '../../kernel/actor.ts';
import type { Clock } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Db } from '../../platform/db/db.ts';
import * as store from './case-store.ts';
import type { Envelope } from './early.ts';
import { systemScope } from './scope.ts';

const MOST_OVERDUE = 200;

export type WaitingParts = {
  db: Db;
  clock: Clock;
  /** The person of an account for a command that waited, given at `at`; undefined when nobody stands behind it any more. */
  actorOf(accountId: string, district: string, at: number): Promise<Actor | undefined>;
  /** Gives a command; a refusal is kept for its sender. */
  give(actor: Actor, caseId: string, envelope: Envelope): Promise<void>;
};

export function createWaiting(parts: WaitingParts) {
  const { db, clock } = parts;

  /** Commands that came too early are given now, in order, each in its own transaction. A refused one stays as a rejection. */
  async function runHeld(district: string, caseId: string): Promise<void> {
    const system = systemScope(district);
    for (let turns = 0; turns < 100; turns++) {
      const held = await db.read(system, async (tx) => {
        const loaded = await store.findCase(tx, caseId, caseId);
        return loaded && store.findHeld(tx, caseId, loaded.state.version);
      });
      if (!held) return;
      const envelope = held.envelope as unknown as Envelope;
      const actor = await giverOf(held, district, envelope);
      if (actor) await parts.give(actor, caseId, envelope);
      else await refuseAsGone(district, caseId, held);
      await db.tx(system, (tx) => store.releaseHeld(tx, caseId, held.commandId));
    }
  }

  function giverOf(held: store.Held, district: string, envelope: Envelope): Promise<Actor | undefined> {
    if (!held.accountId) return Promise.resolve(undefined);
    return parts.actorOf(held.accountId, district, envelope.occurredAt);
  }

  /** Nobody stands behind it any more: it ends with words, like every other command. */
  async function refuseAsGone(district: string, caseId: string, { commandId, accountId }: store.Held) {
    const { code, status, params } = problem('auth.forbidden', {});
    await db.tx(systemScope(district), (tx) =>
      store.recordRejection(tx, { commandId, caseId, accountId, code, status, params }, clock.now()),
    );
  }

  /**
   * Commands that have waited too long for one that never came are given on the case as it is: the lifecycle decides, and a refusal
   * is kept for the sender. Gives how many.
   */
  async function runOverdueHeld(district: string, before: number): Promise<number> {
    const system = systemScope(district);
    const overdue = await db.read(system, (tx) => store.listOverdueHeld(tx, before, MOST_OVERDUE));
    for (const { caseId, held } of overdue) {
      const { follows: _missing, ...envelope } = held.envelope as unknown as Envelope;
      const actor = await giverOf(held, district, envelope);
      const state = await db.read(system, (tx) => store.findCase(tx, caseId, caseId));
      if (actor && state) await parts.give(actor, caseId, { ...envelope, baseVersion: state.state.version });
      else await refuseAsGone(district, caseId, held);
      await db.tx(system, (tx) => store.releaseHeld(tx, caseId, held.commandId));
    }
    return overdue.length;
  }

  return { runHeld, runOverdueHeld };
}
