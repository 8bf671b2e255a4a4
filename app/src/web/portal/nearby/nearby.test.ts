// What is near in words: open or closed until when, and no position finer than ten metres.
import { expect, test } from 'vitest';
import { kitMessages } from '../../kit/messages.ts';
import { portalNearbyMessages } from '../messages-nearby.ts';
import { type NearbyPlace, nameOf, roundedPoint, stateWords, worthShowing } from './nearby.ts';

const t = (key: string, params: Record<string, unknown> = {}) =>
  (portalNearbyMessages['zh-CN'][key] ?? kitMessages['zh-CN'][key] ?? key).replace(/\{(\w+)\}/g, (_, name) =>
    String(params[name]),
  );
const at = Date.UTC(2026, 6, 15, 2);
const place = (more: Partial<NearbyPlace>): NearbyPlace => ({
  id: 'a',
  name: '卫生站',
  kind: 'clinic',
  group: 'health',
  address: null,
  minutes: 3,
  open: 'open',
  changesAt: null,
  ...more,
});

test('says until when it is open, and when a closed one opens', () => {
  expect(stateWords(t, place({}), at)).toBe('✓ 一直开着');
  expect(stateWords(t, place({ changesAt: at + 7 * 3_600_000 }), at)).toBe('✓ 开着，到今天 17:00');
  expect(stateWords(t, place({ open: 'closed', changesAt: at + 22 * 3_600_000 }), at)).toBe(
    '✕ 关着，明天 08:00开',
  );
  expect(stateWords(t, place({ open: 'unknown' }), at)).toContain('不详');
  expect(stateWords(t, place({ open: 'unknown', kind: 'shelter' }), at)).toContain('急时');
});

test('what has no name is called by what it is', () => {
  expect(nameOf(t, place({ name: '', kind: 'defibrillator' }))).toBe('除颤器（AED）');
  expect(nameOf(t, place({ name: '', address: '春阳路8号' }))).toBe('春阳路8号');
});

test('closed ones wait until they are asked for; a position leaves the phone rounded', () => {
  expect(worthShowing({ open: 'closed' }, false)).toBe(false);
  expect(worthShowing({ open: 'closed' }, true)).toBe(true);
  expect(worthShowing({ open: 'unknown' }, false)).toBe(true);
  expect(roundedPoint({ lng: 120.3812345, lat: 36.2967891 })).toEqual({ lng: 120.3812, lat: 36.2968 });
});
