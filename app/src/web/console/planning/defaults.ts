// What a new plan begins with.
import type { PlanKind, Question } from './planning-types.ts';

export function defaultQuestion(kind: PlanKind): Question {
  const walking = { walker: 'walk', minutes: 15 } as const;
  switch (kind) {
    case 'grids':
      return {
        kind,
        input: {
          lower: 300,
          upper: 500,
          stability: 0,
          barriers: {
            water: 'hard',
            railway: 'hard',
            metro: 'hard',
            motorway: 'hard',
            'main-road': 3,
            road: 1,
          },
        },
      };
    case 'coverage':
      return { kind, input: { ...walking, facilities: {}, times: 1 } };
    case 'siting':
      return {
        kind,
        input: { ...walking, question: 'most-covered', sites: {}, p: 3, curve: 8, effort: 'quick' },
      };
  }
}
