// What the engine is given once, and who asks.
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Register } from './declare.ts';
import type { Syllables } from './search-text.ts';
import type { Vault } from './vault.ts';
import './problems.ts';

export type RegisterParts = {
  db: Db;
  ids: Ids;
  vault: Vault;
  messages: Messages;
  now(): number;
  registers: ReadonlyMap<string, Register>;
  syllables: Syllables;
  /** A key of this installation, for the codes by which people reach what is held about them. */
  subjectKey: Uint8Array;
};

export type Asking = { actor: Actor; locale: Locale };
export type Right = keyof Register['duties'];

export const today = (parts: Pick<RegisterParts, 'now'>): string => civilDate(parts.now());

export function registerOf(parts: RegisterParts, code: string): Register {
  const found = parts.registers.get(code);
  if (!found) throw problem('registers.unknown', { register: code });
  return found;
}

/** The paths over which the actor has a right; null when nothing bounds it (the machine itself). */
export function pathsFor(actor: Actor, register: Register, right: Right): readonly string[] | null {
  if (actor.kind === 'system') return null;
  if (actor.kind !== 'staff') return [];
  const wanted = register.duties[right];
  const posts = actor.posts.filter((post) => post.duties.some((duty) => wanted.includes(duty)));
  return [...new Set(posts.map((post) => post.areaPath))];
}

export function mayOver(actor: Actor, register: Register, right: Right, areaPath: string): boolean {
  const paths = pathsFor(actor, register, right);
  if (paths === null) return true;
  const below = register.seenBelow === true && right === 'read';
  return paths.some((path) => areaPath.startsWith(path) || (below && path.startsWith(areaPath)));
}

export function demand(actor: Actor, register: Register, right: Right, areaPath: string): void {
  if (!mayOver(actor, register, right, areaPath)) throw problem('registers.not-yours', { right });
}

/** The post under which somebody looks or writes: the one that gives the right there. */
export function postFor(actor: Actor, register: Register, right: Right, areaPath: string): string {
  if (actor.kind !== 'staff') return actor.kind;
  const wanted = register.duties[right];
  const post = actor.posts.find(
    (one) => areaPath.startsWith(one.areaPath) && one.duties.some((duty) => wanted.includes(duty)),
  );
  return post?.title ?? '';
}

export const accountOf = (actor: Actor): string | null => (actor.kind === 'staff' ? actor.accountId : null);
