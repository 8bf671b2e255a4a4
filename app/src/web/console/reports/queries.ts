// What the pages of 一表通 read, as the server answers it.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';

export type FactHead = { code: string; label: string; definition: string; grain: 'period' | 'day' };
export type Bound = { ref: string; fact: string };
export type Layout = {
  format: 'xlsx' | 'docx';
  sheets: { name: string; rows: string[][]; formulas: string[] }[];
  tags: string[];
};
export type FormRead = Layout & { proposals: Bound[]; facts: FactHead[] };
export type ReportForm = {
  id: string;
  version: number;
  title: string;
  format: 'xlsx' | 'docx';
  unitId: string;
  unitName: string;
  forUnitName: string | null;
  cells: (Bound & { label: string })[];
  madeAt: number;
  mayChange: boolean;
};
export type ReportFormView = ReportForm & { layout: Layout; facts: FactHead[] };
export type ReportCell = Bound & {
  label: string;
  definition: string;
  value: number | null;
  why: string | null;
};
export type Report = {
  id: string;
  title: string;
  format: 'xlsx' | 'docx';
  templateVersion: number;
  unitName: string;
  forUnitName: string | null;
  areaName: string;
  from: string;
  to: string;
  knownUntil: number;
  madeAt: number;
  cells: ReportCell[];
  unfilled: ReportCell[];
  signedAt: number | null;
  signedTitle: string | null;
  sha256: string | null;
  maySign: boolean;
};

export function useForms() {
  return useQuery({
    queryKey: ['reports', 'forms'],
    queryFn: ({ signal }) =>
      get<{ units: string[]; items: ReportForm[] }>('/reports/forms', undefined, signal),
  });
}

export function useForm(id: string) {
  return useQuery({
    queryKey: ['reports', 'form', id],
    queryFn: ({ signal }) =>
      get<ReportFormView>(`/reports/forms/${encodeURIComponent(id)}`, undefined, signal),
  });
}

export function useReports() {
  return useQuery({
    queryKey: ['reports', 'made'],
    queryFn: ({ signal }) => get<{ items: Report[] }>('/reports', undefined, signal),
  });
}

export function useReport(id: string) {
  return useQuery({
    queryKey: ['reports', 'one', id],
    queryFn: ({ signal }) => get<Report>(`/reports/${encodeURIComponent(id)}`, undefined, signal),
  });
}

export type CellRecords = {
  label: string;
  definition: string;
  value: number | null;
  visible: number;
  hidden: number;
  items: { id: string; label: string; hint: string; link: string | null }[];
};
export function useCellRecords(id: string, ref: string | undefined) {
  return useQuery({
    queryKey: ['reports', 'records', id, ref],
    enabled: ref !== undefined,
    queryFn: ({ signal }) =>
      get<CellRecords>(`/reports/${encodeURIComponent(id)}/records`, { ref, limit: 100 }, signal),
  });
}
