// What the warning pages read.
import { useQuery } from '@tanstack/react-query';
import type { Risk } from '../../../kernel/emergency.ts';
import { get } from '../../kit/api.ts';

export type Colour = 'blue' | 'yellow' | 'orange' | 'red';
export type Which = 'in-force' | 'elsewhere' | 'past';
export type WarningArea = {
  id: string;
  name: string;
  level: string;
  how: 'shape' | 'code' | 'named' | 'former';
};

export type WarningSummary = {
  id: string;
  origin: 'cap' | 'typed';
  event: string;
  headline: string;
  risk: Risk;
  colour: Colour | null;
  colourLabel: string;
  colourFrom: 'words' | 'severity' | 'none';
  issuer: string;
  documentNumber: string | null;
  sender: string;
  identifier: string;
  description: string;
  instruction: string;
  areaWords: string;
  state: { code: string; label: string };
  exercise: boolean;
  signed: boolean;
  source: string;
  sentAt: number;
  effectiveAt: number;
  onsetAt: number | null;
  expiresAt: number;
  receivedAt: number;
  areas: WarningArea[];
  notes: { code: string; at: string; text: string }[];
};

/** What people call a warning: its headline, or its colour and event. */
export const titleOf = (
  t: (key: string, params?: Record<string, string>) => string,
  one: Pick<WarningSummary, 'headline' | 'event' | 'colour' | 'colourLabel'>,
): string =>
  one.headline ||
  (one.event
    ? t('warning.name', { colour: one.colour ? one.colourLabel : '', event: one.event })
    : t('warning.unnamed'));

export type WarningView = WarningSummary & {
  /** Those that lie in no other one. */
  topmost: WarningArea[];
  chain: { id: string | null; sender: string; identifier: string; sent: number; step: 'former' | 'next' }[];
  emergencies: { id: string; number: string; headline: string; state: string }[];
  suggest: { id: string; name: string }[];
};

const EVERY_MS = 30_000;

export const useWarnings = (which: Which) =>
  useQuery({
    queryKey: ['warnings', which],
    queryFn: ({ signal }) => get<{ items: WarningSummary[] }>('/warnings', { which }, signal),
    refetchInterval: EVERY_MS,
  });

export const useWarning = (id: string) =>
  useQuery({
    queryKey: ['warnings', 'one', id],
    queryFn: ({ signal }) => get<WarningView>(`/warnings/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: EVERY_MS,
  });

export type Refused = {
  id: string;
  source: string;
  at: number;
  faults: { code: string; at: string; text: string }[];
};

export const useRefused = (enabled: boolean) =>
  useQuery({
    queryKey: ['warnings', 'refused'],
    queryFn: ({ signal }) => get<{ items: Refused[] }>('/warnings/refused', {}, signal),
    enabled,
  });
