// What somebody who needs help has said so far. It outlives a reload and a lost answer; one draft is one need however often it is sent.
import type { PickedPlace } from '../../capture/place.ts';
import { newCommandId } from '../../kit/clock.ts';
import { readPhone } from '../report/draft.ts';

export const askedNeeds = ['rescue', 'medical', 'supplies', 'shelter', 'equipment', 'other'] as const;
export type AskedNeed = (typeof askedNeeds)[number];

export type NeedDraft = {
  commandId: string;
  proof: string;
  what: AskedNeed | '';
  people: string;
  text: string;
  place: PickedPlace | null;
  detail: string;
  phone: string;
  name: string;
};

export type Asking = {
  commandId: string;
  proof: string;
  what: string;
  people: number;
  text: string;
  point?: { lng: number; lat: number };
  areaId?: string;
  address: string;
  reporter?: { name?: string; phone?: string; wantsReply: boolean };
};

export function emptyNeed(): NeedDraft {
  return {
    commandId: newCommandId(),
    proof: newCommandId(),
    what: '',
    people: '1',
    text: '',
    place: null,
    detail: '',
    phone: '',
    name: '',
  };
}

/** A number of people that can be meant, or undefined. */
export function readPeople(text: string): number | undefined {
  const n = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  return n >= 1 && n <= 200 ? n : undefined;
}

/** The draft as the server takes it; `words` stand in where nothing was written. */
export function askingOf(draft: NeedDraft, words: string): Asking {
  const { place } = draft;
  const address = [place?.address, draft.detail.trim()].filter(Boolean).join(' ');
  const phone = readPhone(draft.phone);
  const name = draft.name.trim();
  const text = draft.text.trim();
  return {
    commandId: draft.commandId,
    proof: draft.proof,
    what: draft.what,
    people: readPeople(draft.people) ?? 1,
    text: [...text].length >= 2 ? text : words,
    ...(place?.point ? { point: place.point } : place?.areaId ? { areaId: place.areaId } : {}),
    address: [...address].slice(0, 200).join(''),
    ...(name || phone
      ? { reporter: { ...(name ? { name } : {}), ...(phone ? { phone } : {}), wantsReply: true } }
      : {}),
  };
}

const KEY = 'renlin.need';

/** Kept for this tab only: it may hold a phone number, and phones are lent. */
export function keepNeed(draft: NeedDraft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // A full or forbidden store costs the reload, not the call for help.
  }
}

export function findNeed(): NeedDraft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as NeedDraft | null;
    return kept && typeof kept.commandId === 'string' && typeof kept.proof === 'string' ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function dropNeed(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
