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
  /** Which post is called for it. */
  duty: string;
  lines: string[];
  units: { unitId: string; part: 'lead' | 'assist' }[];
};

export type RiskItem = {
  code: string;
  name: string;
  category: 'production' | 'fire' | 'disease' | 'natural';
  likelihood: number;
  impact: number;
  place: string;
  point?: { lng: number; lat: number };
  scale: string;
  form: string;
  evolution: string;
  leadsTo: string[];
  controls: string[];
  ownerUnit: string;
  reviewOn: string;
  handling: 'self' | 'up';
};

/** What became of a risk that was reported to the level above. */
export type RiskReport = {
  code: string;
  caseId: string;
  number: string;
  state: Coded;
  receipt: { number: string; at: number } | null;
};

type Role = { code: string; label: { 'zh-CN': string; en: string }; lines: string[] };
export type DocumentContent = {
  tasks?: Task[];
  risks?: RiskItem[];
  lines?: string[];
  blanks?: string[];
  place?: string;
  signs?: string[];
  route?: string;
  point?: { lng: number; lat: number };
  levels?: Record<string, { answerMinutes: number; pauseOrdinary: boolean; roles: Role[] }>;
};

export type DocumentView = DocumentSummary & {
  content: DocumentContent;
  units: {
    id: string;
    name: string;
    signs: boolean;
    mine: boolean;
    signed: { postTitle: string; at: number } | null;
  }[];
  gaps: { role: string; label: string; areaId: string; areaName: string }[];
  reports: RiskReport[];
  versions: {
    id: string;
    version: number;
    state: string;
    note: string;
    draftedAt: number;
    approvedAt: number | null;
  }[];
  may: { write: boolean; publish: boolean; follow: boolean; report: boolean };
};

export type Template = {
  from: 'version' | 'template';
  version: number;
  title: string;
  risk: string;
  content: DocumentContent;
  units: { id: string; name: string }[];
  duties: { code: string; label: string }[];
};

export type RiskLine = Omit<RiskItem, 'leadsTo' | 'ownerUnit'> & {
  document: string;
  area: { id: string; name: string };
  level: Coded;
  owner: string;
  leadsTo: string[];
  reviewDue: boolean;
  report: RiskReport | null;
};

export type RiskMatrix = {
  area: { id: string; name: string };
  scale: { code: string; label: string; from: number }[];
  source: string;
  items: RiskLine[];
};

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

export const useRisks = (areaId: string) =>
  useQuery({
    queryKey: [KEY, 'risks', areaId],
    queryFn: ({ signal }) => get<RiskMatrix>('/preparedness/risks', { areaId }, signal),
    enabled: areaId !== '',
  });

export type Caller = { postId: string; title: string; unit: string; area: string; phone: string | null };
export type NamedHousehold = { id: string; shown: Record<string, string> };
export type ContactTree = {
  area: { id: string; name: string };
  root: Caller[];
  rootBackup: Caller | null;
  branches: {
    area: { id: string; name: string };
    caller: Caller | null;
    backup: (Caller & { from: 'same' | 'neighbour' | 'above' }) | null;
    households: NamedHousehold[] | null;
  }[];
  households: NamedHousehold[] | null;
  uncovered: string[];
  more: boolean;
};

export const useContactTree = (areaId: string) =>
  useQuery({
    queryKey: [KEY, 'contact-tree', areaId],
    queryFn: ({ signal }) => get<ContactTree>('/preparedness/contact-tree', { areaId }, signal),
    enabled: areaId !== '',
  });
