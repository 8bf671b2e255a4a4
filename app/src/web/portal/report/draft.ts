// What a resident has said so far. It outlives a reload and a lost answer, and one draft has one command id: however often it is
// sent, one case comes of it.

import { kindOf, type ReportCategory } from '../../capture/categories.ts';
import type { PickedPlace } from '../../capture/place.ts';
import { arrived, type CapturedPhoto } from '../../capture/use-photos.ts';
import { newCommandId } from '../../kit/clock.ts';
import type { FollowKey } from '../follow/follow-key.ts';
import type { Followed } from '../follow/followed.ts';

export type Draft = {
  commandId: string;
  /** Known to this page alone: the server answers a report that is sent again only to whoever brings it. */
  proof?: string;
  photos: readonly CapturedPhoto[];
  text: string;
  /** '' not asked yet, 'unsure', or a code. */
  category: string;
  place: PickedPlace | null;
  /** 几号楼、几层、什么旁边. */
  detail: string;
  name: string;
  phone: string;
  channel: 'portal' | 'qr';
  /** The earlier report that this one follows up, with the key that opens it. */
  followUp?: { number: string; key: FollowKey } | undefined;
};

export const MOST_WORDS = 1000;

export type Filing = {
  commandId: string;
  proof?: string;
  kind: string;
  category?: string;
  text: string;
  point?: { lng: number; lat: number };
  areaId?: string;
  address?: string;
  reporter?: { name?: string; phone?: string; wantsReply: boolean };
  photos?: string[];
  channel: string;
  followUpOf?: FollowKey;
};

export function emptyDraft(channel: Draft['channel'] = 'portal'): Draft {
  return {
    commandId: newCommandId(),
    proof: newCommandId(),
    photos: [],
    text: '',
    category: '',
    place: null,
    detail: '',
    name: '',
    phone: '',
    channel,
  };
}

/** A report that follows up an earlier one, at its place. What was begun before stays written. */
export function followUpDraft(
  begun: Draft | undefined,
  earlier: Pick<Followed, 'number' | 'areaId' | 'areaName' | 'address'>,
  key: FollowKey,
): Draft {
  const draft = begun ?? emptyDraft();
  const place: PickedPlace = {
    source: 'earlier',
    point: null,
    areaId: earlier.areaId,
    address: earlier.address || earlier.areaName,
    areas: earlier.address ? ['', earlier.areaName] : [],
    inside: true,
    converted: false,
  };
  return { ...draft, place: draft.place ?? place, followUp: { number: earlier.number, key } };
}

/** A mobile number, or a landline with its area code; spaces and dashes don't matter. */
export function readPhone(text: string): string | undefined {
  const plain = text.replace(/[\s\-()+]/g, '').replace(/^86(?=1\d{10}$)/, '');
  return /^(1[3-9]\d{9}|0\d{9,11})$/.test(plain) ? plain : undefined;
}

/** The draft as the server takes it. The place must be set. */
export function filingOf(draft: Draft, categories: readonly ReportCategory[]): Filing {
  const category = categories.find((one) => one.code === draft.category);
  const place = draft.place;
  const address = [place?.address, draft.detail.trim()].filter(Boolean).join(' ');
  const phone = readPhone(draft.phone);
  const name = draft.name.trim();
  const photos = draft.photos.flatMap((photo) => (photo.ref ? [photo.ref] : []));
  return {
    commandId: draft.commandId,
    ...(draft.proof ? { proof: draft.proof } : {}),
    // What is wanted after something was settled is a request, unless its category says otherwise.
    kind: draft.followUp && !category ? 'request' : kindOf(category),
    ...(category ? { category: category.code } : {}),
    text: draft.text.trim(),
    ...(place?.point ? { point: place.point } : place?.areaId ? { areaId: place.areaId } : {}),
    ...(address ? { address: [...address].slice(0, 200).join('') } : {}),
    ...(name || phone
      ? { reporter: { ...(name ? { name } : {}), ...(phone ? { phone } : {}), wantsReply: true } }
      : {}),
    ...(photos.length > 0 ? { photos } : {}),
    channel: draft.channel,
    ...(draft.followUp ? { followUpOf: draft.followUp.key } : {}),
  };
}

const KEY = 'renlin.report';

/** Kept for this tab only: it may hold a phone number, and phones are lent. */
export function keepDraft(draft: Draft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...draft, photos: arrived(draft.photos) }));
  } catch {
    // A full or forbidden store costs the reload, not the report.
  }
}

export function findDraft(): Draft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Draft | null;
    return kept && typeof kept.commandId === 'string' && Array.isArray(kept.photos) ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function dropDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
