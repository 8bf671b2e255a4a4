import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestOf } from './nearest-spot.ts';

const spot = fc.record({
  lng: fc.double({ min: 121.4, max: 121.44, noNaN: true }),
  lat: fc.double({ min: 31.2, max: 31.23, noNaN: true }),
});

it('finds what looking at every spot finds, near and far away', () => {
  expect(nearestOf([])({ lng: 0, lat: 0 })).toBe(-1);
  fc.assert(
    fc.property(
      fc.array(spot, { minLength: 1, maxLength: 60 }),
      spot,
      fc.boolean(),
      (spots, place, isFar) => {
        const asked = isFar ? { lng: place.lng + 0.3, lat: place.lat - 0.2 } : place;
        const narrow = Math.cos(((spots[0]?.lat ?? 0) * Math.PI) / 180);
        const far = ({ lng, lat }: { lng: number; lat: number }) =>
          ((lng - asked.lng) * narrow) ** 2 + (lat - asked.lat) ** 2;
        const least = Math.min(...spots.map(far));
        const found = nearestOf(spots)(asked);
        expect(far(spots[found] as { lng: number; lat: number })).toBe(least);
      },
    ),
    { numRuns: 400 },
  );
});
