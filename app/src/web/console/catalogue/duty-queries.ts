// Duty lists as the server tells of them.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';
import type { FieldOption } from '../../kit/api-types.ts';

export type Standing = 'draft' | 'upcoming' | 'in-force' | 'past';

export type ListHead = {
  id: string;
  list: 'street' | 'community' | 'grid';
  version: number;
  title: string;
  standing: Standing;
  revision: number;
  baseVersion: number | null;
  effectiveFrom: number | null;
  draftedByName: string | null;
  publishedByName: string | null;
  ownDraftReason: string | null;
};

export type Reference = { code: string } | { kind: string };

export type Item = {
  code: string;
  type: string;
  typeLabel: string;
  title: string;
  titles: { 'zh-CN': string; en: string };
  lead: Reference | null;
  leadName: string | null;
  assist: Reference[];
  assistNames: string[];
  basis: string;
  categories: { code: string; label: string }[];
};

export type Proposal = {
  id: string;
  code: string;
  adds: boolean;
  item: Item;
  source: { kind: string; id: string; label: string };
  reason: string;
  proposedAt: number;
};

export type DutyList = ListHead & {
  mayEdit: boolean;
  mine: boolean;
  items: Item[];
  faults: { item: string; code: string; message: string }[];
  proposals: Proposal[];
};

export type Move = {
  from: { id: string | null; name: string | null };
  to: { id: string; name: string | null };
  count: number;
  categories: { code: string; label: string }[];
};
export type Effect = { count: number; moves: Move[] };
export type AffectedCase = {
  id: string;
  number: string;
  headline: string;
  areaName: string;
  category: string;
  state: string;
  fromName: string | null;
  toName: string | null;
};
export type Affected = { items: AffectedCase[]; capped: boolean };

export type Comparison = {
  from: ListHead;
  to: ListHead;
  added: Item[];
  removed: Item[];
  changed: {
    code: string;
    title: string;
    fields: { field: string; label: string; before: string; after: string }[];
  }[];
};

export type Choices = { types: FieldOption[]; units: FieldOption[]; categories: FieldOption[] };

export function useLists() {
  return useQuery({
    queryKey: ['duty-lists'],
    queryFn: ({ signal }) => get<{ items: ListHead[]; mayEdit: boolean }>('/duty-lists', undefined, signal),
  });
}

export function useDutyList(id: string) {
  return useQuery({
    queryKey: ['duty-list', id],
    queryFn: ({ signal }) => get<DutyList>(`/duty-lists/${id}`, undefined, signal),
  });
}

export function useComparison(from: string, to: string) {
  return useQuery({
    queryKey: ['duty-compare', from, to],
    queryFn: ({ signal }) => get<Comparison>('/duty-lists/compare', { from, to }, signal),
  });
}

export function useEffectOf(id: string, revision: number) {
  return useQuery({
    queryKey: ['duty-effect', id, revision],
    queryFn: ({ signal }) => get<Effect>(`/duty-lists/${id}/effect`, undefined, signal),
  });
}

export function useRerouting(enabled: boolean) {
  return useQuery({
    queryKey: ['duty-rerouting'],
    enabled,
    queryFn: ({ signal }) => get<Effect>('/duty-lists/rerouting', undefined, signal),
  });
}

/** The cases behind one line of an effect; of a draft, or of the lists in force when `id` is undefined. */
export function useAffected(id: string | undefined, move: Move | undefined) {
  const query = { from: move?.from.id, to: move?.to.id };
  return useQuery({
    queryKey: ['duty-affected', id, query.from, query.to],
    enabled: move !== undefined,
    queryFn: ({ signal }) =>
      id === undefined
        ? get<{ cases: Affected }>('/duty-lists/rerouting', query, signal).then((answer) => answer.cases)
        : get<Affected>(`/duty-lists/${id}/effect/cases`, query, signal),
  });
}

export function useChoices(list: string) {
  return useQuery({
    queryKey: ['duty-choices', list],
    staleTime: 60_000,
    queryFn: ({ signal }) => get<Choices>('/duty-lists/choices', { list }, signal),
  });
}

export function referenceText(reference: Reference | null): string {
  if (!reference) return '';
  return 'code' in reference ? reference.code : `@${reference.kind}`;
}

export function readReference(text: string): Reference | null {
  if (text === '') return null;
  return text.startsWith('@') ? { kind: text.slice(1) } : { code: text };
}
