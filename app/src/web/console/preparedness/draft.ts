// A document while somebody writes it: what it begins with, and what is sent. The server says what is wrong with it.
import type { DocumentContent, DocumentView, RiskItem, Task, Template } from './queries.ts';

export const KINDS = ['duties', 'risks', 'plan-community', 'plan-point', 'plan-household'] as const;
export type Kind = (typeof KINDS)[number];

export type Draft = {
  id: string;
  kind: Kind;
  areaId: string;
  areaName: string;
  risk: string;
  subject: string;
  title: string;
  note: string;
  reviewOn: string;
  content: DocumentContent;
};

/** Lists speak of every risk at once; a plan is for one. */
export const riskOf = (kind: Kind, risk: string): string =>
  kind === 'duties' || kind === 'risks' ? 'any' : risk;

export const linesOf = (text: string): string[] => text.split('\n');
const kept = (lines: readonly string[]): string[] =>
  lines.map((one) => one.trim()).filter((one) => one !== '');

/** The first of `prefix-1`, `prefix-2`… that is not taken. */
export function freeCode(prefix: string, taken: readonly { code: string }[]): string {
  for (let n = taken.length + 1; ; n++)
    if (!taken.some((one) => one.code === `${prefix}-${n}`)) return `${prefix}-${n}`;
}

export const emptyTask = (taken: readonly Task[]): Task => ({
  code: freeCode('task', taken),
  task: '',
  risk: 'any',
  phase: 'prevent',
  levels: [],
  duty: 'handle',
  lines: [''],
  units: [],
});

export const emptyRisk = (taken: readonly RiskItem[], reviewOn: string): RiskItem => ({
  code: freeCode('risk', taken),
  name: '',
  category: 'natural',
  likelihood: 3,
  impact: 3,
  place: '',
  scale: '',
  form: '',
  evolution: '',
  leadsTo: [],
  controls: [''],
  ownerUnit: '',
  reviewOn,
  handling: 'self',
});

/** A plan for a hazard point has no subject until its place is written. */
export function startedFrom(template: Template, draft: Draft): Draft {
  return { ...draft, title: template.title, content: template.content };
}

export function openedFrom(view: DocumentView): Draft {
  const { id, subject, title, note, reviewOn, content } = view;
  return {
    id,
    kind: view.kind.code as Kind,
    areaId: view.area.id,
    areaName: view.area.name,
    risk: view.risk.code,
    subject,
    title,
    note,
    reviewOn,
    content,
  };
}

/** What is sent: empty lines left out, links to risks that are gone left out. */
export function bodyOf(draft: Draft): Record<string, unknown> {
  const { areaName: _shown, content, ...rest } = draft;
  const codes = new Set((content.risks ?? []).map((one) => one.code));
  return {
    ...rest,
    risk: riskOf(draft.kind, draft.risk),
    subject: draft.kind === 'plan-point' ? draft.subject : '',
    content: {
      ...content,
      ...(content.lines ? { lines: kept(content.lines) } : {}),
      ...(content.signs ? { signs: kept(content.signs) } : {}),
      ...(content.blanks ? { blanks: kept(content.blanks) } : {}),
      ...(content.tasks
        ? {
            tasks: content.tasks.map((one) => ({
              ...one,
              lines: kept(one.lines),
              levels: one.phase === 'respond' ? one.levels : [],
              units: one.units.filter((unit) => unit.unitId !== ''),
            })),
          }
        : {}),
      ...(content.risks
        ? {
            risks: content.risks.map((one) => ({
              ...one,
              controls: kept(one.controls),
              leadsTo: one.leadsTo.filter((code) => codes.has(code) && code !== one.code),
            })),
          }
        : {}),
    },
  };
}
