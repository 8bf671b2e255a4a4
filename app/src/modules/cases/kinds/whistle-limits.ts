// What a district sets for its whistles: how soon a called unit must be there, how long the work may take, and how many are odd.
import type { Limit } from '@renlin/core/calendar/limit';

/** 日常哨, 攻坚哨, 应急哨. */
export const whistleTypes = ['daily', 'hard', 'emergency'] as const;
export type WhistleType = (typeof whistleTypes)[number];

/** Thirty minutes run day and night; the others in working time. */
export const whistleLimits: Readonly<Record<WhistleType, { arrive: Limit; result: Limit; accept: Limit }>> = {
  daily: {
    arrive: { n: 4, unit: 'work-hour' },
    result: { n: 3, unit: 'work-day' },
    accept: { n: 1, unit: 'work-day' },
  },
  hard: {
    arrive: { n: 1, unit: 'work-day' },
    result: { n: 10, unit: 'work-day' },
    accept: { n: 2, unit: 'work-day' },
  },
  emergency: {
    arrive: { n: 30, unit: 'minute' },
    result: { n: 24, unit: 'clock-hour', emergency: true },
    accept: { n: 4, unit: 'clock-hour' },
  },
};

/** How long the street may think about what a community asked for. */
export const askedLimit: Limit = { n: 4, unit: 'work-hour' };

/** How long the whistler may take to answer a unit that says it was called by mistake. */
export const answerLimits: Readonly<Record<WhistleType, Limit>> = {
  daily: { n: 4, unit: 'work-hour' },
  hard: { n: 4, unit: 'work-hour' },
  emergency: { n: 30, unit: 'minute' },
};

/**
 * A street that hardly ever whistles leaves hard cases lying or begs by telephone; one that always whistles passes on its own work.
 * Whistles per 1,000 cases of a month; below `fewestCases` a month says nothing.
 */
export const whistleThresholds = { tooFew: 2, tooMany: 50, fewestCases: 20 } as const;
