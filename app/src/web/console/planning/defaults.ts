// What a new plan begins with.
import type { Translate } from '../../kit/i18n.tsx';
import type { CircleService, PlanKind, Question } from './planning-types.ts';

export function defaultQuestion(kind: PlanKind, t: Translate): Question {
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
    case 'circle':
      return { kind, input: { services: circleServices(t) } };
  }
}

/** Who comes to what on foot, and what comes on wheels. An AED helps within a few minutes only. */
function circleServices(t: Translate): CircleService[] {
  const service = (
    id: string,
    walker: CircleService['walker'],
    minutes: number,
    places: CircleService['places'],
  ): CircleService => ({ id, name: t(`planning.circle.${id}`), walker, minutes, times: 1, places });
  return [
    service('shelter', 'elder', 15, {
      shelters: ['shelter'],
      venues: ['venue-for-shelter'],
      pois: ['assembly_point'],
    }),
    service('stock', 'walk', 15, { stocks: ['stock-point'], venues: ['venue-for-stock'] }),
    service('aed', 'walk', 5, { stocks: ['stock-aed'], pois: ['defibrillator'] }),
    service('clinic', 'elder', 15, { venues: ['venue-clinic'], pois: ['clinic', 'doctors', 'hospital'] }),
    service('ambulance', 'vehicle', 15, { pois: ['hospital'] }),
  ];
}
