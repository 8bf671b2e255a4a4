// What the pages of reviews read.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';
import type { Checklist, Improvement } from '../drills/queries.ts';

type Coded = { code: string; label: string };

export type BacklogItem = Improvement & {
  source: Coded;
  areaName: string;
  filedAt: number;
  from: { id: string; kind: string; title: string } | null;
};
export type Review = {
  id: string;
  review: string | null;
  phases: {
    code: string;
    label: string;
    from: number | null;
    to: number | null;
    steps: { at: number; label: string }[];
  }[];
  checklist: Checklist;
  latest: {
    at: number;
    postTitle: string;
    right: number;
    open: { item: string; text: string; given: boolean }[];
    remark: string;
  } | null;
  improvements: BacklogItem[];
  may: { answer: boolean };
};

export const useReview = (id: string) =>
  useQuery({
    queryKey: ['emergencies', id, 'review'],
    queryFn: ({ signal }) => get<Review>(`/emergencies/${encodeURIComponent(id)}/review`, {}, signal),
  });

export const useBacklog = (areaId: string, open: boolean) =>
  useQuery({
    queryKey: ['improvements', areaId, open],
    queryFn: ({ signal }) =>
      get<{ items: BacklogItem[]; late: number; more: boolean }>(
        '/improvements',
        { areaId, open: open ? '1' : '0' },
        signal,
      ),
    enabled: areaId !== '',
  });
