// Photos of cases: who sees the case sees its photos. A resident gets links that carry their own short-lived proof.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ctx } from '../../platform/http/route.ts';
import { isCaseFile } from './store.ts';

const LINK_MS = 6 * 3_600_000;

/** May the caller see this file? By row-level security: the file's case must be visible. */
export function canReadCaseFile(ctx: Pick<Ctx, 'tx'>, fileId: string): Promise<boolean> {
  return isCaseFile(ctx.tx, fileId);
}

export function photoLink(key: Uint8Array, fileId: string, now: number): string {
  const until = now + LINK_MS;
  return `/api/v1/public/photos/${fileId}?until=${until}&key=${linkMac(key, fileId, until)}`;
}

export function provesLink(
  key: Uint8Array,
  fileId: string,
  until: number,
  mac: string,
  now: number,
): boolean {
  if (until < now || until > now + LINK_MS) return false;
  const right = Buffer.from(linkMac(key, fileId, until));
  const given = Buffer.from(mac);
  return right.length === given.length && timingSafeEqual(right, given);
}

function linkMac(key: Uint8Array, fileId: string, until: number): string {
  return createHmac('sha256', key).update(`photo/${fileId}/${until}`).digest('base64url').slice(0, 32);
}
