// 叫应: a place has answered when a person there answered; nobody does, then the desk on duty and then those above are called, each in its time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { risks } from '../../kernel/emergency.ts';
import { loudspeakerMessages } from './messages-loudspeaker.ts';
import { climbDistrict } from './public.ts';

let p: TestProduct;
let warning: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'warning-calls' });
  const planned = await post('secretary1', '/roster/shifts', {
    ...{
      id: p.ids.next(),
      areaId: p.district.areas.s1,
      beginsAt: p.clock.at - HOUR,
      endsAt: p.clock.at + 20 * HOUR,
    },
    ...{ deskPost: p.district.posts.dispatcher1, leaderPost: p.district.posts.member1 },
  });
  expect(planned.body.code, 'a secretary plans no shifts of the street').toBe('roster.not-yours');
  const street = await post('dispatcher1', '/roster/shifts', {
    ...{
      id: p.ids.next(),
      areaId: p.district.areas.s1,
      beginsAt: p.clock.at - HOUR,
      endsAt: p.clock.at + 20 * HOUR,
    },
    ...{ deskPost: p.district.posts.dispatcher1, leaderPost: p.district.posts.officer1 },
  });
  expect(street.status, street.text).toBe(200);
  warning = p.ids.next();
  const typed = await post('dispatcher1', '/warnings', {
    ...{
      id: warning,
      colour: 'orange',
      event: '暴雨',
      risk: 'rainstorm',
      issuer: '市气象台',
      text: '三小时降雨将达五十毫米',
    },
    ...{ documentNumber: '暴雨橙 12 号', sentAt: p.clock.at, from: p.clock.at, until: p.clock.at + 6 * HOUR },
    ...{ instruction: '低洼处转移', areas: [p.district.areas.c1, p.district.areas.c2] },
  });
  expect(typed.status, typed.text).toBe(200);
});
afterAll(() => p.close());

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
type Call = {
  id: string;
  postId: string;
  rung: number;
  answeredAt: number | null;
  how: string | null;
  mine: boolean;
};
type Place = {
  area: { name: string };
  answered: boolean;
  calls: Call[];
  next: { at: number; posts: { title: string }[] } | null;
};
const view = async (person: PersonKey = 'dispatcher1') => {
  const seen = await get(person, `/warnings/${warning}/calls`);
  expect(seen.status, seen.text).toBe(200);
  return seen.body as { answered: number; of: number; minutes: number; places: Place[] };
};
const place = async (name: string) => {
  const found = (await view()).places.find((one) => one.area.name === name);
  if (!found) throw new Error(name);
  return found;
};
const answer = (person: PersonKey, call: string, body: object) =>
  post(person, `/warnings/calls/${call}/answer`, body);

describe('the ladder', () => {
  it('calls the commanders of each place, tells those above and the desk, and says who is next', async () => {
    const { answered, of, minutes, places } = await view();
    expect([answered, of, minutes]).toEqual([0, 2, 10]);
    expect(places.map((one) => [one.area.name, one.calls.map((call) => call.rung)])).toEqual([
      ['槐树社区', [0]],
      ['石桥社区', [0]],
    ]);
    expect(places[0]?.next).toMatchObject({
      at: p.clock.at + 10 * MINUTE,
      posts: [{ title: expect.any(String) }, { title: expect.any(String) }],
    });
    const notices = await p.database.system((tx) =>
      tx.rows<{ key: string; post: string }>(
        `select key, post_id::text as post from notices where key like 'notice.warning%'`,
      ),
    );
    const told = (key: string) => notices.filter((one) => one.key === key).map((one) => one.post);
    expect(told('notice.warning').sort()).toEqual(
      [p.district.posts.secretary1, p.district.posts.secretary2].sort(),
    );
    expect(told('notice.warning-told')).toContain(p.district.posts.member1);
    expect(told('notice.warning-told')).toContain(p.district.posts.dispatcher1);
  });

  it('counts an answer of the person called, or one that somebody on duty heard; nobody answers in the app for another', async () => {
    const [call] = (await place('槐树社区')).calls;
    const id = call?.id ?? '';
    expect((await answer('worker3', id, { how: 'phone' })).body.code).toBe('warnings.call-not-yours');
    expect((await answer('dispatcher1', id, { how: 'app' })).body).toMatchObject({
      code: 'warnings.call-not-yours',
      errors: [{ path: 'how' }],
    });
    expect((await answer('secretary1', id, { how: 'app', at: p.clock.at + HOUR })).body.code).toBe(
      'warnings.call-time',
    );
    expect((await answer('secretary1', p.ids.next(), { how: 'app' })).body.code).toBe(
      'warnings.call-unknown',
    );
    p.clock.at += 2 * MINUTE;
    const said = await answer('secretary1', id, { how: 'app', note: '已去看低洼点' });
    expect(said.status, said.text).toBe(200);
    const again = await answer('dispatcher1', id, { how: 'phone' });
    expect(again.status, 'the first answer stands').toBe(200);
    expect(await place('槐树社区')).toMatchObject({ answered: true, next: null, calls: [{ how: 'app' }] });
  });

  it('calls the desk on duty when a place is silent, then those above, and goes on until a person answers', async () => {
    expect(await climbDistrict(p.product.emergency, 'demo'), 'not yet').toBe(0);
    p.clock.at += 9 * MINUTE;
    expect(await climbDistrict(p.product.emergency, 'demo')).toBe(2);
    expect(await climbDistrict(p.product.emergency, 'demo'), 'once').toBe(0);
    expect((await place('石桥社区')).calls.map((one) => one.rung)).toEqual([0, 1, 1]);
    p.clock.at += 11 * MINUTE;
    expect(await climbDistrict(p.product.emergency, 'demo')).toBeGreaterThan(0);
    const bridge = await place('石桥社区');
    expect(bridge.calls.at(-1)?.rung).toBe(2);
    expect(bridge.next).toBeNull();
    expect(bridge.answered, 'called three times is not answered').toBe(false);
    p.clock.at += HOUR;
    expect(await climbDistrict(p.product.emergency, 'demo')).toBe(0);
    const heard = await answer('dispatcher1', bridge.calls[0]?.id ?? '', {
      how: 'phone',
      at: p.clock.at - 5 * MINUTE,
      note: '书记在路上',
    });
    expect(heard.status, heard.text).toBe(200);
    expect(await view()).toMatchObject({ answered: 2, of: 2 });
  });
});

describe('the loudspeaker', () => {
  it('says in three sentences who warns, what to do and where help is', async () => {
    const said = await get('dispatcher1', `/warnings/${warning}/script`);
    expect(said.status, said.text).toBe(200);
    expect(said.body.items.map((one: { area: { name: string } }) => one.area.name)).toEqual([
      '槐树社区',
      '石桥社区',
    ]);
    const [first, second, third] = said.body.items[0].sentences;
    expect(first).toContain('市气象台发布了暴雨橙色预警');
    expect(second).toBe('马上离开地下室和低洼处，不要蹚水。');
    expect(third).toContain('网格员');
  });

  it('has words for every hazard and both degrees, in both languages, short enough to be said in one breath', () => {
    for (const locale of ['zh-CN', 'en'] as const)
      for (const risk of risks)
        for (const degree of ['mild', 'grave']) {
          const words = loudspeakerMessages[locale][`loudspeaker.${risk}.${degree}`];
          expect(words, `${locale} ${risk} ${degree}`).toBeTruthy();
          if (locale === 'zh-CN') expect((words ?? '').length).toBeLessThanOrEqual(30);
        }
  });
});

it('asks nobody for an answer to what is over', async () => {
  p.clock.at += DAY;
  expect(await climbDistrict(p.product.emergency, 'demo')).toBe(0);
  expect((await view()).places.every((one) => one.next === null)).toBe(true);
});
