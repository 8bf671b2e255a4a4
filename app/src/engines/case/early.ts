// A command as it was sent, which may come before those that it rests on.
import type { Actor } from '../../kernel/actor.ts';
import type { Problem } from '../../kernel/problem.ts';
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

const NOT_REMEMBERED = new Set(['cases.version-conflict', 'cases.command-id-reused']);

/** Is this refusal final for the command's id? For residents only what the case itself refuses. */
export function isRemembered(error: Problem, actor: Actor): boolean {
  if (NOT_REMEMBERED.has(error.code) || error.status >= 500) return false;
  if (error.code.startsWith('cases.') && error.status === 409) return true;
  return actor.kind === 'staff' && (error.code === 'auth.forbidden' || error.code === 'cases.not-found');
}
