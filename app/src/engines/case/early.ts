// A command as it was sent, which may come before those that it rests on.
import type { Actor } from '../../kernel/actor.ts';
import type { Held } from './case-store.ts';

export type Envelope = {
  commandId: string;
  name: string;
  baseVersion: number;
  occurredAt: number;
  form: unknown;
  /** Earlier commands of the same sender on which it rests, made when they had not arrived yet: it waits for them, and they are no conflict. */
  follows?: readonly string[];
};

/** A step that the sender took themselves and knew of, although the version they name is older. */
export function isOwnEarlier(
  step: { commandId: string; accountId: string | null },
  envelope: Envelope,
  actor: Actor,
): boolean {
  return (
    actor.kind === 'staff' &&
    step.accountId === actor.accountId &&
    (envelope.follows?.includes(step.commandId) ?? false)
  );
}

export function heldOf(envelope: Envelope, actor: Actor): Held {
  return {
    commandId: envelope.commandId,
    baseVersion: envelope.baseVersion,
    accountId: actor.kind === 'staff' ? actor.accountId : null,
    envelope: { ...envelope },
  };
}
