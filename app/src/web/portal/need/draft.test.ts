import { expect, it } from 'vitest';
import { askingOf, emptyNeed, readPeople } from './draft.ts';

const place = {
  source: 'gps' as const,
  point: { lng: 120.4, lat: 36.3 },
  areaId: 'a',
  address: '槐树里 3 号楼',
  areas: [],
  inside: true,
  converted: false,
};

it('asks with what was said: place and floor together, a number only when it is one, words of its own when none were written', () => {
  const draft = { ...emptyNeed(), what: 'rescue' as const, people: '2', place, detail: '四层', phone: '12' };
  const asking = askingOf(draft, '需要救援');
  expect(asking).toMatchObject({
    what: 'rescue',
    people: 2,
    text: '需要救援',
    point: place.point,
    address: '槐树里 3 号楼 四层',
  });
  expect(asking).not.toHaveProperty('reporter');
  expect(asking).not.toHaveProperty('areaId');
  expect(askingOf({ ...draft, text: '水到腰了', phone: '138 1234 5678' }, '').reporter).toEqual({
    phone: '13812345678',
    wantsReply: true,
  });
});

it.each([
  ['1', 1],
  ['200', 200],
  ['201', undefined],
  ['0', undefined],
  ['两个', undefined],
  ['', undefined],
])('reads %s people as %s', (text, n) => {
  expect(readPeople(text)).toBe(n);
});
