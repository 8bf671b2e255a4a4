// The counting rules of the three rates as data. A rule is never edited: a changed one gets the next version, and old reports name the
// one they were made by. What each says in words stands in messages (`appraisal.rule.<code>.…`).

export type RateRule = {
  code: string;
  version: number;
  /** 随手办 stands outside. */
  kinds: readonly string[];
  /** A first response counts when it came within so many clock hours of filing. */
  responseHours: number;
  urgentHours: number;
  /** The least rating that is satisfied. */
  satisfiedFrom: number;
  /** Ended cases whose reporter was asked and did not answer: beside the rates, or in the denominator as not solved, not satisfied. */
  silence: 'beside' | 'denominator';
};

const KINDS = ['incident', 'request', 'hazard'];

export const rateRules: readonly RateRule[] = [
  {
    code: 'answered',
    version: 1,
    kinds: KINDS,
    responseHours: 24,
    urgentHours: 2,
    satisfiedFrom: 4,
    silence: 'beside',
  },
  {
    code: 'all-ended',
    version: 1,
    kinds: KINDS,
    responseHours: 24,
    urgentHours: 2,
    satisfiedFrom: 4,
    silence: 'denominator',
  },
];

/** The parts of a rule by which rows are told apart. Rules that differ only in how the parts are put together share kept counts. */
export type Measure = Pick<RateRule, 'responseHours' | 'urgentHours' | 'satisfiedFrom'>;

/** How kept counts name their measure. */
export function measureCode({ responseHours, urgentHours, satisfiedFrom }: Measure): string {
  return `${responseHours}h-${urgentHours}h-${satisfiedFrom}`;
}

/** Each measure of the rules once. */
export const measures: readonly Measure[] = [
  ...new Map(rateRules.map((rule) => [measureCode(rule), rule])).values(),
];

/** The numbers of a row, each a set of cases that can be opened. */
export const cells = [
  'filed',
  'withdrawn',
  'belongs',
  'excluded',
  'counted',
  'response-of',
  'response-in',
  'ended',
  'checked',
  'solved-of',
  'solved-in',
  'satisfied-of',
  'satisfied-in',
  'silent',
] as const;
export type Cell = (typeof cells)[number];

/** Below this many cases a share says more than is known. */
export const SMALL = 5;
