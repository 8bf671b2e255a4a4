import { NEED_CLASSES, type NeedClass } from './scenario-kinds.ts';

/**
 * How needs arise and how fast help must come. Every rate is an **assumption of ours to be calibrated** with a district's own
 * after-action records (no published Chinese table was found); amounts per person are Sphere's. People count only when they
 * are displaced or cut off, never because they live in an affected grid.
 */
export interface NeedRule {
  /** Minutes from the call to arrival that count as in time. */
  targetMinutes: number;
  /** Median and log standard deviation of the work on the spot, minutes. */
  workMedian: number;
  workSigma: number;
  /** Probability per displaced household, plain and with an elderly or chronically ill member. */
  displaced: number;
  displacedVulnerable: number;
  /** Mean delay of the call after the household was displaced, hours. */
  delayHours: number;
  /** Services whose loss beyond `toleranceHours` raises the need, for which households, and with what probability. */
  cut?: {
    services: readonly string[];
    toleranceHours: number;
    households: 'elderly' | 'chronic' | 'powered' | 'all';
    probability: number;
  };
  /** Takes one unit of this item from a stock point before help can leave. */
  item?: string;
}

export const NEED_RULES: Readonly<Record<NeedClass, NeedRule>> = {
  rescue: {
    targetMinutes: 30,
    workMedian: 40,
    workSigma: 0.5,
    displaced: 0.05,
    displacedVulnerable: 0.15,
    delayHours: 0.5,
  },
  medical: {
    targetMinutes: 60,
    workMedian: 30,
    workSigma: 0.5,
    displaced: 0.02,
    displacedVulnerable: 0.08,
    delayHours: 8,
  },
  medicine: {
    targetMinutes: 240,
    workMedian: 10,
    workSigma: 0.4,
    displaced: 0,
    displacedVulnerable: 0.2,
    delayHours: 12,
    item: 'medicine',
    cut: { services: ['road', 'power'], toleranceHours: 12, households: 'chronic', probability: 0.3 },
  },
  power: {
    targetMinutes: 60,
    workMedian: 20,
    workSigma: 0.4,
    displaced: 0,
    displacedVulnerable: 0,
    delayHours: 1,
    cut: { services: ['power'], toleranceHours: 2, households: 'powered', probability: 1 },
  },
  care: {
    targetMinutes: 180,
    workMedian: 25,
    workSigma: 0.4,
    displaced: 0,
    displacedVulnerable: 0.1,
    delayHours: 6,
    cut: { services: ['lift', 'power', 'water'], toleranceHours: 6, households: 'elderly', probability: 0.3 },
  },
  information: {
    targetMinutes: 360,
    workMedian: 10,
    workSigma: 0.4,
    displaced: 0,
    displacedVulnerable: 0,
    delayHours: 1,
    cut: { services: ['telecom'], toleranceHours: 4, households: 'all', probability: 0.02 },
  },
  psychological: {
    targetMinutes: 1440,
    workMedian: 45,
    workSigma: 0.4,
    displaced: 0.05,
    displacedVulnerable: 0.1,
    delayHours: 24,
  },
};

/** Supplies per person and day, and whom they are for besides the displaced. */
export const SUPPLY_RULES: readonly {
  item: string;
  perPersonDay: number;
  cutService: string;
  toleranceHours: number;
  /** Hours behind closed streets after which what is in the house is used up; Infinity = does not depend on the streets. */
  isolatedHours: number;
}[] = [
  // litres (Sphere) and person-days of food
  {
    item: 'water',
    perPersonDay: 15,
    cutService: 'water',
    toleranceHours: 6,
    isolatedHours: Number.POSITIVE_INFINITY,
  },
  { item: 'food', perPersonDay: 1, cutService: 'food', toleranceHours: 12, isolatedHours: 24 },
];

/** The service name under which rules see a grid that closed streets part from the rest of the district. */
export const STREETS = 'road';

/** Key of the keyed draw that turns a grid's count into flags of single households. */
export const FLAG_KIND = { elderly: 0, chronic: 1, powered: 2 } as const;

/** The rules that react to a lost service, with the number of their need class. */
export const CUTS = NEED_CLASSES.flatMap((name, need) => {
  const cut = NEED_RULES[name].cut;
  return cut ? [{ ...cut, need }] : [];
});
