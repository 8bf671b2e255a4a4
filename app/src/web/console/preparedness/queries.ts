// What the pages of preparedness read.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';

type Coded = { code: string; label: string };
export type DocumentSummary = {
  id: string;
  kind: Coded;
  area: { id: string; name: string };
  risk: Coded;
  subject: string;
  title: string;
  version: number;
  revision: number;
  state: Coded;
  note: string;
  reviewOn: string;
  replaced: boolean;
  ageDays: number | null;
  reviewDue: boolean;
};

export type Task = {
  code: string;
  task: string;
  risk: string;
  phase: string;
  levels: string[];
  lines: string[];
  units: { unitId: string; part: 'lead' | 'assist' }[];
};

type Role = { code: string; label: { 'zh-CN': string; en: string }; lines: string[] };
export type DocumentContent = {
  tasks?: Task[];
  lines?: string[];
  blanks?: string[];
  place?: string;
  signs?: string[];
  route?: string;
  levels?: Record<string, { answerMinutes: number; pauseOrdinary: boolean; roles: Role[] }>;
};

export type DocumentView = DocumentSummary & {
  content: DocumentContent;
  units: { id: string; name: string; mine: boolean; signed: { postTitle: string; at: number } | null }[];
  gaps: { role: string; label: string; areaId: string; areaName: string }[];
  may: { write: boolean; publish: boolean; follow: boolean };
};

export type Template = { title: string; risk: string; content: DocumentContent };

export type Matrix = {
  area: { id: string; name: string };
  phases: string[];
  rows: {
    sort: string;
    cells: {
      phase: string;
      overdue: number;
      items: { id: string; name: string; reviewOn: string | null }[];
    }[];
  }[];
  unsorted: number;
};

const KEY = 'preparedness';

export const useDocuments = () =>
  useQuery({
    queryKey: [KEY, 'documents'],
    queryFn: ({ signal }) => get<{ items: DocumentSummary[] }>('/preparedness/documents', {}, signal),
  });

export const useDocument = (id: string) =>
  useQuery({
    queryKey: [KEY, 'document', id],
    queryFn: ({ signal }) =>
      get<DocumentView>(`/preparedness/documents/${encodeURIComponent(id)}`, {}, signal),
  });

export const useMatrix = (areaId: string) =>
  useQuery({
    queryKey: [KEY, 'institutions', areaId],
    queryFn: ({ signal }) => get<Matrix>('/preparedness/institutions', { areaId }, signal),
    enabled: areaId !== '',
  });
