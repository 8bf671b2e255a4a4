import { describe, expect, test } from 'vitest';
import { createPageClock } from './clock.ts';

const NOON = Date.UTC(2026, 6, 15, 4, 0, 0);

describe('the clock of a page', () => {
  test('follows the server when the phone is an hour behind, and goes on with the phone', () => {
    const phone = { at: NOON - 3_600_000 };
    const clock = createPageClock({ now: () => phone.at });
    expect(clock.ahead()).toBeUndefined();
    clock.setServerTime(NOON);
    expect(clock.now()).toBe(NOON);
    expect(clock.ahead()).toBe(3_600_000);
    phone.at += 60_000;
    expect(clock.now()).toBe(NOON + 60_000);
  });

  test('keeps the phone’s own time when the difference is no more than a header and a slow line explain', () => {
    const clock = createPageClock({ now: () => NOON });
    clock.setServerTime(NOON - 5_000);
    expect(clock.now()).toBe(NOON);
    clock.setServerTime(NOON - 5_001);
    expect(clock.now()).toBe(NOON - 5_001);
  });

  test('comes back to the phone’s time once it has been set right', () => {
    const phone = { at: NOON + 86_400_000 };
    const clock = createPageClock({ now: () => phone.at });
    clock.setServerTime(NOON);
    phone.at = NOON;
    clock.setServerTime(NOON + 800);
    expect(clock.now()).toBe(NOON);
  });
});
