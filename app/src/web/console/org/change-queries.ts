// Changes of the organisation as the server tells of them.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';
import type { Tree } from './org-queries.ts';

export type ChangeKind = 'rename' | 'move' | 'merge' | 'split' | 'redraw';

export type ChangePart = { name: string; geometry?: unknown; areaIds?: string[] };

/** What goes to the server; its shape is checked there. */
export type ChangePlan = { kind: ChangeKind; tree: Tree; [name: string]: unknown };

type Line = { from: string; to: string | null; count: number; byDefault: number };

export type ChangePreviewData = {
  creates: { id: string; name: string; hasPost: boolean }[];
  renames: { id: string; name: string }[];
  closes: { id: string; name: string }[];
  children: { id: string; name: string; to: string }[];
  posts: {
    id: string;
    title: string;
    holder: string | null;
    acting: string | null;
    from: string;
    to: string;
  }[];
  ties: string[];
  cases: { count: number; lines: Line[]; from: { id: string; name: string }[] };
  places: { count: number; buildings: number; lines: Line[] };
  gaps: { count: number; items: { id: string; name: string | null; lng: number; lat: number }[] };
  duties: { list: string; code: string; title: string; from: string; to: string[] }[];
  refusal: { code: string; message: string } | null;
};

export type Change = {
  id: string;
  tree: Tree;
  kind: ChangeKind;
  state: 'planned' | 'done' | 'withdrawn' | 'failed';
  effectiveOn: string;
  note: string;
  plannedBy: string | null;
  plannedAt: number;
  what: { id: string; name: string }[];
  into: string[];
  counts: { cases: number; places: number; posts: number; children: number } | null;
  failure: string | null;
  reverses: string | null;
  mayReverse: boolean;
};

export function useChanges() {
  return useQuery({
    queryKey: ['org-changes'],
    queryFn: ({ signal }) => get<{ items: Change[] }>('/org/changes', undefined, signal),
  });
}

/** After a change took effect, everything that shows the organisation is read again. */
export const CHANGED_KEYS = [
  'org-changes',
  'area',
  'areas',
  'org-node',
  'org-nodes',
  'post',
  'coverage',
  'geometry',
] as const;
