// What the pages of the daily rhythm read.
import { useQuery } from '@tanstack/react-query';
import { get } from '../kit/api.ts';
import type { CaseRow } from '../kit/api-types.ts';

export type AgendaItem = CaseRow & { fresh: boolean; handed: boolean };
export type Agenda = {
  kind: 'huddle' | 'grid';
  at: number;
  since: number;
  lastMeetingAt: number | null;
  area: { id: string; name: string; names: string[] };
  above: string | null;
  areas: { id: string; name: string }[];
  below: { id: string; name: string; open: number; late: number; fresh: number }[];
  sections: { name: string; label: string; total: number; items: AgendaItem[] }[];
  handovers: {
    id: string;
    post: string;
    areaName: string;
    toPost: string | null;
    writtenAt: number;
    receivedAt: number | null;
    cases: number;
  }[];
};

export function useAgenda(kind: 'huddle' | 'grid', area: string | undefined, lines: number | undefined) {
  return useQuery({
    queryKey: ['agenda', kind, area, lines],
    queryFn: ({ signal }) => get<Agenda>('/rhythm/agenda', { kind, area, lines }, signal),
  });
}

export type HandoverBrief = {
  id: string;
  post: { id: string; title: string; unitName: string; areaName: string };
  fromName: string;
  toPost: { id: string; title: string } | null;
  cases: number;
  promisedToday: number;
  writtenAt: number;
  receivedAt: number | null;
  receivedName: string | null;
};
export type HandoverView = HandoverBrief & {
  words: string;
  promised: CaseRow[];
  open: CaseRow[];
  hidden: number;
  role: 'from' | 'to' | 'above';
  mayReceive: boolean;
};
export type DraftPost = {
  postId: string;
  title: string;
  areaName: string;
  promised: CaseRow[];
  open: CaseRow[];
  receivers: { postId: string; title: string; areaName: string; name: string }[];
};

export function useDraft() {
  return useQuery({
    queryKey: ['handover-draft'],
    queryFn: ({ signal }) => get<{ at: number; posts: DraftPost[] }>('/rhythm/handover', undefined, signal),
  });
}

export function useHandovers(box: 'to-me' | 'mine' | 'unreceived') {
  return useQuery({
    queryKey: ['handovers', box],
    queryFn: ({ signal }) => get<{ items: HandoverBrief[] }>('/rhythm/handovers', { box }, signal),
  });
}

export function useHandoversAbout(caseId: string) {
  return useQuery({
    queryKey: ['handovers', 'about', caseId],
    queryFn: ({ signal }) => get<{ items: HandoverBrief[] }>('/rhythm/handovers', { about: caseId }, signal),
  });
}

export function useHandover(id: string | undefined) {
  return useQuery({
    queryKey: ['handover', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) =>
      get<HandoverView>(`/rhythm/handovers/${encodeURIComponent(id ?? '')}`, undefined, signal),
  });
}

export type DiaryDay = {
  day: string;
  lines: { at: number; label: string; text: string; number: string | null; caseId: string | null }[];
  counts: { label: string; n: number }[];
  cases: number;
  words: string;
  version: number;
};
export type Diary = {
  account: { id: string; name: string };
  posts: { title: string; areaName: string }[];
  from: string;
  to: string;
  own: boolean;
  days: DiaryDay[];
  reads: { at: number; name: string | null }[];
};

export function useDiary(account: string | undefined, from: string, to: string) {
  return useQuery({
    queryKey: ['diary', account, from, to],
    queryFn: ({ signal }) => get<Diary>('/rhythm/diary', { account, from, to }, signal),
  });
}

export function useWriters() {
  return useQuery({
    queryKey: ['diary-writers'],
    queryFn: ({ signal }) =>
      get<{ items: { account: string; name: string; title: string; areaName: string }[] }>(
        '/rhythm/diary/writers',
        undefined,
        signal,
      ),
  });
}
