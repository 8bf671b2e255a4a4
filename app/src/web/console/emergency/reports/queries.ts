// What the side 情况报告 of an emergency reads.
import { useQuery } from '@tanstack/react-query';
import { get } from '../../../kit/api.ts';
import type { CaseRow } from '../../../kit/api-types.ts';

type Coded = { code: string; label: string };

export type SituationBrief = {
  id: string;
  kind: Coded;
  seq: number | null;
  asOf: number;
  nextDue: number | null;
  madeTitle: string;
  signedAt: number | null;
  signedTitle: string | null;
};
export type SituationList = {
  items: SituationBrief[];
  due: { kind: string; at: number } | null;
  everyMinutes: number;
  mayWrite: boolean;
  at: number;
};
export type Situation = SituationBrief & {
  emergency: { id: string; number: string; headline: string };
  areaName: string;
  risk: string;
  level: string;
  order: { issuer: string; document: string } | null;
  startedAt: number;
  acts: { label: string; at: number; by: string; confirmed: { at: number; by: string } | null }[];
  figures: { code: string; value: number; label: string }[];
  losses: { what: string; n: number; source: string; label: string }[];
  words: string;
  sha256: string | null;
  maySign: boolean;
};

export const useSituations = (id: string) =>
  useQuery({
    queryKey: ['emergencies', id, 'situation'],
    queryFn: ({ signal }) =>
      get<SituationList>(`/emergencies/${encodeURIComponent(id)}/situation-reports`, {}, signal),
    refetchInterval: 60_000,
  });

export const useSituation = (id: string | undefined) =>
  useQuery({
    queryKey: ['situation', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => get<Situation>(`/situation-reports/${encodeURIComponent(id ?? '')}`, {}, signal),
  });

export const useSituationRecords = (id: string, figure: string | undefined) =>
  useQuery({
    queryKey: ['situation', id, 'records', figure],
    enabled: figure !== undefined,
    queryFn: ({ signal }) =>
      get<{ value: number; items: CaseRow[]; more: boolean }>(
        `/situation-reports/${encodeURIComponent(id)}/records`,
        { figure: figure ?? '' },
        signal,
      ),
  });
