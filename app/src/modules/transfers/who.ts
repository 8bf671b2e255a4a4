// Who keeps a list, for which emergency, and who brings a household away.
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { findEmergency } from '../emergency/public.ts';
import type { PostRow } from '../org/public.ts';
import type { Asking, Staff, TransfersParts } from './parts.ts';
import './problems.ts';

export const LISTING = ['command', 'intake', 'dispatch', 'report'] as const;

export function staffOf({ actor }: Asking): Staff {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor;
}

/** Everybody on the staff below it knows that it runs, also those who don't see the case itself. */
export async function getEmergency(parts: TransfersParts, district: string, id: string) {
  const found = await parts.db.read(scopeOf({ kind: 'system', district, reason: 'transfers' }), (tx) =>
    findEmergency(tx, id),
  );
  if (!found) throw problem('emergency.not-found', {});
  return found;
}

/** Of the posts over a place, nearest first, the one that somebody holds. */
export const organiserOf = (posts: readonly PostRow[]): PostRow | undefined =>
  posts.find((one) => one.holder !== null || one.acting !== null) ?? posts[0];
