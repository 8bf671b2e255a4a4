// What stands in where nothing is recorded, each with where it comes from. Every answer names those that it rests on.
import type { StressMeasure, StressTeam } from '../compute/stress-task.ts';
import type { HazardKind, Utility } from './contract.ts';

/** A community's miniature fire station has at least six (消防安全重点单位微型消防站建设标准、社区微型消防站建设标准, 公消〔2015〕301号). */
export const RESCUERS_OF_COMMUNITY = 6;

/** Ours, to be corrected: who can leave a clinic, and who listens. */
export const CLINIC_TEAM = 2;
export const COUNSELLORS_OF_COMMUNITY = 1;

/** Hours until goods that a shop promised, or could make, are there. Ours. */
export const AGREED_AT_HOUR = 6;
export const CAPACITY_AT_HOUR = 24;
/** Courses of everyday medicine that a clinic or chemist can hand out. Ours. */
export const MEDICINE_OF_CHEMIST = 60;

type Work = Pick<StressTeam, 'skills' | 'metresPerMinute'>;
/** What each kind of team can do and how fast it goes; the ways of going are on foot, by car for rescuers and doctors. Ours. */
export const WORK_OF: Readonly<Record<StressTeam['kind'], Work>> = {
  'grid-worker': { skills: ['care', 'information', 'medicine'], metresPerMinute: 120 },
  neighbours: { skills: ['care', 'information', 'medicine', 'psychological'], metresPerMinute: 80 },
  rescue: { skills: ['rescue', 'power'], metresPerMinute: 300 },
  clinic: { skills: ['medical', 'medicine'], metresPerMinute: 250 },
  counsellor: { skills: ['psychological'], metresPerMinute: 120 },
  // Of a recorded team the register says what it can do.
  squad: { skills: ['care'], metresPerMinute: 150 },
};

/** What the skills of a recorded team are to somebody who calls. Ours. */
export const SKILLS_OF: Readonly<Record<string, StressTeam['skills']>> = {
  rescue: ['rescue'],
  flood: ['rescue'],
  fire: ['rescue'],
  power: ['power'],
  'first-aid': ['medical'],
  transfer: ['rescue', 'care'],
  logistics: ['medicine'],
  order: ['information'],
  registration: ['information'],
  signal: ['information'],
  comfort: ['psychological', 'care'],
};
/** Done outdoors, where only trained and insured people go. */
export const OUTDOORS: ReadonlySet<StressTeam['skills'][number]> = new Set(['rescue', 'power']);

/**
 * What a network of a community stands and how long its repair takes: lognormal, in hours. Ours, in the range of the examples of
 * docs/core/simulation.md; a district puts in what its own companies say.
 */
export const UTILITY_OF: Readonly<
  Record<
    Utility,
    { dependsOn: Utility[]; backupHours: number; failureMedian: number; repairMedianHours: number }
  >
> = {
  power: { dependsOn: [], backupHours: 0, failureMedian: 0.75, repairMedianHours: 16 },
  telecom: { dependsOn: ['power'], backupHours: 4, failureMedian: 1.2, repairMedianHours: 10 },
  water: { dependsOn: ['power'], backupHours: 6, failureMedian: 1.1, repairMedianHours: 14 },
};

type Harm = {
  kind: 'rainstorm' | 'fire' | 'cold-wave' | 'epidemic' | 'earthquake' | 'other';
  /** Strength at which half of the households have to leave, and at which streets are closed. */
  displacementMedian: number;
  returnMedianHours: number;
  closesRoadsAt: number;
};
/** How each hazard works. In heat, cold and sickness people stay at home and streets stay open. Ours. */
export const HARM_OF: Readonly<Record<HazardKind, Harm>> = {
  rainstorm: { kind: 'rainstorm', displacementMedian: 0.8, returnMedianHours: 24, closesRoadsAt: 0.5 },
  typhoon: { kind: 'rainstorm', displacementMedian: 0.9, returnMedianHours: 18, closesRoadsAt: 0.7 },
  earthquake: { kind: 'earthquake', displacementMedian: 0.7, returnMedianHours: 72, closesRoadsAt: 0.8 },
  heat: { kind: 'other', displacementMedian: 4, returnMedianHours: 12, closesRoadsAt: 10 },
  'cold-wave': { kind: 'cold-wave', displacementMedian: 4, returnMedianHours: 12, closesRoadsAt: 10 },
  fire: { kind: 'fire', displacementMedian: 0.4, returnMedianHours: 72, closesRoadsAt: 0.3 },
  epidemic: { kind: 'epidemic', displacementMedian: 6, returnMedianHours: 12, closesRoadsAt: 10 },
  other: { kind: 'other', displacementMedian: 0.8, returnMedianHours: 24, closesRoadsAt: 0.5 },
};

/** How much of it one measure is, and what it costs until somebody says what it costs here. Ours. */
export const MEASURE_OF: Readonly<Record<StressMeasure['code'], { amount: number; costYuan: number }>> = {
  commander: { amount: 1, costYuan: 60_000 },
  rescue: { amount: 6, costYuan: 120_000 },
  neighbours: { amount: 10, costYuan: 20_000 },
  water: { amount: 5_000, costYuan: 10_000 },
  food: { amount: 1_000, costYuan: 15_000 },
  medicine: { amount: 100, costYuan: 8_000 },
  shelter: { amount: 100, costYuan: 50_000 },
  backup: { amount: 8, costYuan: 80_000 },
};
