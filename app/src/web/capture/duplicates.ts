// The same broken lamp, reported before: joining it is one tap, and the answer comes to everybody.
import { get, sendCommand } from '../kit/api.ts';
import type { Lng } from '../kit/api-types.ts';

export type Duplicate = {
  id: string;
  number: string;
  headline: string;
  distanceM: number;
  score: number;
  state: string;
  filedAt: number;
  joined: number;
};

export type Joined = {
  outcome: string;
  number: string;
  joined: number;
  follow: { code: string; number: string };
};

export function findDuplicates(
  query: { point: Lng; category?: string | undefined; text: string },
  signal?: AbortSignal,
): Promise<Duplicate[]> {
  const { point, category, text } = query;
  const asked = { lng: point.lng, lat: point.lat, category, text: [...text].slice(0, 200).join('') };
  return get<{ items: Duplicate[] }>('/cases/duplicates', asked, signal).then((answer) => answer.items);
}

export function joinCase(
  caseId: string,
  body: {
    commandId: string;
    text?: string;
    photos?: string[];
    reporter?: { name?: string; phone?: string; wantsReply?: boolean };
  },
): Promise<Joined> {
  return sendCommand<Joined>(`/cases/${encodeURIComponent(caseId)}/join`, body);
}
