// A case as its reporter sees it.
import { post, sendCommand } from '../../kit/api.ts';
import type { CaseAction, CasePhoto, ClockBrief, HeldPeriod, StateShape } from '../../kit/api-types.ts';
import type { FollowKey } from './follow-key.ts';

export type FollowedStep = {
  version: number;
  name: string;
  label: string;
  at: number;
  actor: { kind: string; label: string; unit?: string | null };
  words: string[];
  photos: string[];
};

export type Followed = {
  id: string;
  number: string;
  version: number;
  category: { code: string; label: string } | null;
  state: { code: string; label: string; shape: StateShape };
  headline: string;
  text: string;
  areaId: string;
  areaName: string;
  address: string;
  holder: { unitId: string; unitName: string } | null;
  clock: ClockBrief | null;
  filedAt: number;
  closedAt: number | null;
  joined: number;
  declined: { reason: string; whereTo: string } | null;
  outcome: { closed: boolean; solved: string; confirmed: string | null; rating: number | null };
  /** Each with a link that carries its own short-lived proof: residents have no session. */
  photos: (CasePhoto & { url: string })[];
  timeline: FollowedStep[];
  /** Who held it how long, in words. */
  held?: HeldPeriod[];
  ownership?: {
    open: { why: string; dueAt: number | null; caretaker: string; by: string } | null;
    ruled: { lead: string; assist: string[] } | null;
  } | null;
  /** The number of the earlier report that this one follows up. */
  followUpOf?: string | null;
  actions: CaseAction[];
};

export function readFollowed(key: FollowKey): Promise<Followed> {
  return post<Followed>('/public/follow', key, { retries: 2 });
}

export function giveFollowed(
  key: FollowKey,
  command: { commandId: string; name: string; baseVersion: number; form: Record<string, unknown> },
): Promise<{ outcome: string; case: Followed }> {
  return sendCommand<{ outcome: string; case: Followed }>('/public/follow/commands', { ...key, ...command });
}

/** The sentence that says where a case stands, as a message key. */
export function stateKey(followed: Pick<Followed, 'state' | 'outcome' | 'holder'>): string {
  const { code } = followed.state;
  if (code === 'closed') {
    if (followed.outcome.confirmed === 'yes') return 'portal.state.closed.yes';
    if (followed.outcome.confirmed === 'silent') return 'portal.state.closed.silent';
    return 'portal.state.closed';
  }
  if (
    (code === 'dispatched' || code === 'handling' || code === 'paused' || code === 'checking') &&
    !followed.holder
  )
    return 'portal.state.filed';
  return `portal.state.${code}`;
}
