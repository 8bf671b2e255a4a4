// Sessions by cookie: a random token, of which the database keeps only the hash. Several server processes share them.
import type { Actor } from '../../kernel/actor.ts';

export type Session = { accountId: string; district: string; actor: Actor; expiresAt: number };

export type Sessions = {
  /** Who the token belongs to, or undefined (unknown, expired, revoked, locked). Cached for a few seconds per process. */
  find(token: string): Promise<Session | undefined>;
  /** Makes a session for an account and gives the token for the cookie. */
  create(accountId: string, meta: { ip: string; userAgent: string }): Promise<{ token: string; expiresAt: number }>;
  revoke(token: string): Promise<void>;
  /** Ends all sessions of an account and forgets what was cached of its posts. */
  revokeAll(accountId: string): Promise<void>;
  /** Posts or duties changed: forget the cached actors of a district. */
  forget(district: string): void;
};

export const SESSION_COOKIE = 'renlin_session';
