// Responsibility lists and plans from draft to call-out: who signs, who may approve, what nobody holds, and that the nearest plan is acted on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { activateDistrict } from '../emergency/public.ts';

let p: TestProduct;
let list: Record<string, unknown>;
beforeAll(async () => {
  p = await testProduct({ seed: 'preparedness' });
  list = {
    id: p.ids.next(),
    kind: 'duties',
    areaId: p.district.areas.c1,
    risk: 'any',
    title: '槐树社区权责清单',
    note: '汛前修订',
    reviewOn: '2027-05-01',
    content: { tasks: [pumping(), survey()] },
  };
});
afterAll(() => p.close());

const get = (person: PersonKey | null, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey | null, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1/preparedness/documents${path}`, { body });
const unit = (key: string) => p.district.units[key] as string;
/** A shared duty: the street leads, the department assists. */
const pumping = (changes: Record<string, unknown> = {}) => ({
  code: 'pumping',
  task: '低洼处排水',
  risk: 'rainstorm',
  phase: 'respond',
  levels: ['III', 'II', 'I'],
  duty: 'handle',
  lines: ['带泵到桥洞'],
  units: [
    { unitId: unit('urban-management'), part: 'assist' },
    { unitId: unit('street1'), part: 'lead' },
  ],
  ...changes,
});
/** A sole duty. */
const survey = () => ({
  code: 'survey',
  task: '汛前排查',
  risk: 'any',
  phase: 'prevent',
  levels: [],
  duty: 'intake',
  lines: ['每年四月查一遍低洼处'],
  units: [{ unitId: unit('committee1'), part: 'lead' }],
});
const id = () => list['id'] as string;
const sign = (person: PersonKey, unitKey: string, revision = 1) =>
  post(person, `/${id()}/sign`, { revision, unitId: unit(unitKey) });

describe('a responsibility list', () => {
  it('refuses what does not hold, naming the place', async () => {
    const refused = async (person: PersonKey | null, changes: Record<string, unknown>) =>
      (await post(person, '', { ...list, ...changes })).body;
    expect((await post(null, '', list)).status).toBe(401);
    expect((await refused('secretary2', {})).code).toBe('preparedness.not-your-area');
    expect((await refused('worker1', {})).code).toBe('preparedness.not-your-area');
    expect((await refused('secretary1', { areaId: p.ids.next() })).code).toBe('preparedness.area-unknown');
    expect((await refused('secretary1', { reviewOn: '2026-07-15' })).code).toBe('preparedness.review-past');
    for (const [task, path] of [
      [pumping({ duty: 'no-such-duty' }), 'content/tasks/0/duty'],
      [pumping({ units: [{ unitId: p.ids.next(), part: 'lead' }] }), 'content/tasks/0/units'],
      [pumping({ units: [{ unitId: unit('street1'), part: 'assist' }] }), 'content/tasks/0/units'],
      [pumping({ levels: [] }), 'content/tasks/0/levels'],
      [pumping({ phase: 'recover' }), 'content/tasks/0/levels'],
    ] as const)
      expect(await refused('secretary1', { content: { tasks: [task] } })).toMatchObject({
        code: 'preparedness.content',
        errors: [{ path }],
      });
    expect((await refused('secretary1', { content: { tasks: [survey(), survey()] } })).errors[0].path).toBe(
      'content/tasks/1/code',
    );
    expect((await get('secretary1', '/preparedness/documents')).body.items).toEqual([]);
  });

  it('is drafted once, and there is one draft at a time', async () => {
    const made = await post('secretary1', '', list);
    expect(made.status, made.text).toBe(200);
    expect(made.body).toMatchObject({ version: 1, revision: 1, state: { code: 'draft' }, gaps: [] });
    expect((await post('secretary1', '', list)).body.id).toBe(id());
    expect((await post('dispatcher1', '', { ...list, id: p.ids.next() })).body.code).toBe(
      'preparedness.draft-open',
    );
  });

  it('is published only when every unit it names has signed what stands there now', async () => {
    const publish = (revision: number) => post('member1', `/${id()}/publish`, { revision });
    expect((await publish(1)).body.code).toBe('preparedness.unsigned');
    expect((await sign('worker1', 'committee1')).body.code, 'no duty that can sign').toBe(
      'preparedness.unit-not-yours',
    );
    expect((await sign('secretary1', 'street1')).body.code).toBe('preparedness.unit-not-yours');
    expect((await sign('housing', 'housing')).body.code).toBe('preparedness.unit-not-named');
    for (const [person, key] of [
      ['secretary1', 'committee1'],
      ['officer1', 'street1'],
      ['urban', 'urban-management'],
    ] as const)
      expect((await sign(person, key)).status).toBe(200);
    // Another word in it, and what was signed no longer counts.
    const body = { revision: 1, document: { ...list, note: '汛前修订，改一处' } };
    const revised = await p.call('secretary1', 'PUT', `/api/v1/preparedness/documents/${id()}`, { body });
    expect(revised.status, revised.text).toBe(200);
    expect((await publish(1)).body.code).toBe('preparedness.changed');
    expect((await publish(2)).body).toMatchObject({ code: 'preparedness.unsigned', params: { n: 3 } });
    for (const [person, key] of [
      ['secretary1', 'committee1'],
      ['officer1', 'street1'],
      ['urban', 'urban-management'],
    ] as const)
      expect((await sign(person, key, 2)).status).toBe(200);
  });

  it('is approved by another commander than its writer', async () => {
    const publish = (person: PersonKey) => post(person, `/${id()}/publish`, { revision: 2 });
    expect((await publish('secretary1')).body.code).toBe('preparedness.same-person');
    expect((await publish('dispatcher1')).body.code).toBe('preparedness.not-approver');
    const done = await publish('member1');
    expect(done.status, done.text).toBe(200);
    expect(done.body).toMatchObject({ state: { code: 'published' }, gapsSeen: 0, ageDays: 0 });
    expect((await publish('member1')).body.code).toBe('preparedness.not-draft');
    const written = await p.database
      .system((tx) => tx.count(`update prep_documents set title = 'x' where state = 'published'`, []))
      .catch(String);
    expect(written, 'what was published is never edited').toBe(0);
  });

  it('shows a duty that nobody holds before it is needed, and the approver has to have seen it', async () => {
    const second = {
      ...list,
      id: p.ids.next(),
      content: { tasks: [survey(), { ...survey(), code: 'hot', task: '高温关怀', duty: 'hotline' }] },
    };
    const made = (await post('secretary1', '', second)).body;
    expect(made).toMatchObject({ version: 2, gaps: [{ role: 'duty-hot', areaName: '槐树社区' }] });
    await post('secretary1', `/${second.id}/sign`, { revision: 1, unitId: unit('committee1') });
    expect((await post('member1', `/${second.id}/publish`, { revision: 1 })).body).toMatchObject({
      code: 'preparedness.gaps-unseen',
      params: { n: 1 },
    });
    const dropped = await post('secretary1', `/${second.id}/drop`, { revision: 1 });
    expect(dropped.body).toMatchObject({ state: { code: 'dropped' } });
  });
});

describe('plans', () => {
  const plan = async (changes: Record<string, unknown> = {}) => {
    const template = await get(
      'secretary1',
      `/preparedness/template?kind=plan-community&risk=rainstorm&areaId=${p.district.areas.c1}`,
    );
    expect(template.status, template.text).toBe(200);
    return {
      id: p.ids.next(),
      kind: 'plan-community',
      areaId: p.district.areas.c1,
      risk: 'rainstorm',
      title: template.body.title as string,
      note: '第一版',
      reviewOn: '2026-12-31',
      content: template.body.content,
      ...changes,
    };
  };

  it('feed the level set of their area when they are published, nearest first', async () => {
    const levelsAt = async (area: 'c1' | 'c2') =>
      (await get('secretary1', `/emergency-levels/rainstorm?areaId=${p.district.areas[area]}`)).body;
    expect(await levelsAt('c1')).toMatchObject({ from: 'preset', areaId: null });
    const first = await plan();
    first.content.levels.III.answerMinutes = 7;
    expect(first.title).toContain('槐树社区暴雨');
    const made = await post('secretary1', '', first);
    expect(made.status, made.text).toBe(200);
    // The small district has grids without a worker of their own: the approver says that it was seen.
    const gapsSeen = made.body.gaps.length;
    expect(await levelsAt('c1'), 'a draft changes nothing').toMatchObject({ from: 'preset' });
    const done = await post('member1', `/${first.id}/publish`, { revision: 1, gapsSeen });
    expect(done.status, done.text).toBe(200);
    expect(await levelsAt('c1')).toMatchObject({
      from: 'rainstorm',
      areaId: p.district.areas.c1,
      version: 1,
      content: { III: { answerMinutes: 7 } },
    });
    expect(await levelsAt('c2'), 'the neighbour keeps its own').toMatchObject({ from: 'preset' });
    const wrong = await plan();
    wrong.content.levels.I.roles[0].duty = 'no-such-duty';
    expect((await post('secretary1', '', wrong)).body.errors[0].path).toBe('content/levels/I/roles/0/duty');
  });

  it('tell their age, and when they should have been looked at again', async () => {
    const read = async () =>
      (await get('secretary1', '/preparedness/documents?kind=plan-community')).body.items[0];
    expect(await read()).toMatchObject({ ageDays: 0, reviewDue: false });
    p.clock.at += 200 * DAY;
    expect(await read()).toMatchObject({ ageDays: 200, reviewDue: true });
    p.clock.at -= 200 * DAY;
  });

  it('hold a household card without a word about the family, and a plan for one hazard point', async () => {
    const at = (kind: string) =>
      get('secretary1', `/preparedness/template?kind=${kind}&risk=fire&areaId=${p.district.areas.c1}`);
    const card = (await at('plan-household')).body;
    expect(card.content.lines.join()).toContain('119');
    const body = await plan({
      kind: 'plan-household',
      risk: 'fire',
      title: card.title,
      content: card.content,
    });
    expect((await post('secretary1', '', body)).status).toBe(200);
    const family = { ...body, id: p.ids.next(), content: { ...card.content, family: '王家' } };
    expect((await post('secretary1', '', family)).status, 'no field for a family').toBe(400);
    const point = await plan({
      kind: 'plan-point',
      subject: '槐树路桥洞',
      content: {
        place: '槐树路桥洞',
        point: { lng: 120.39, lat: 36.295 },
        signs: ['水到 27 厘米线'],
        lines: ['封路，转人'],
        route: '向北到社区活动室',
      },
    });
    expect((await post('secretary1', '', { ...point, subject: '' })).status).toBe(400);
    expect((await post('secretary1', '', point)).status).toBe(200);
  });
});

it('calls out the units of the list beside the roles of the plan', async () => {
  const start = await p.call('secretary1', 'POST', '/api/v1/emergencies', {
    body: {
      commandId: p.ids.next(),
      areaId: p.district.areas.c1,
      risk: 'rainstorm',
      text: '积水快到一楼，先转移低洼处住户',
      order: { level: 'III', issuer: '区防汛抗旱指挥部', document: '防汛〔2026〕12号' },
    },
  });
  expect(start.status, start.text).toBe(200);
  await activateDistrict(p.product.emergency, 'demo');
  const { items } = (await get('chief', `/emergencies/${start.body.id}/cards`)).body as {
    items: { id: string; post: string; role: string; unitName: string }[];
  };
  const ofUnit = (person: PersonKey) => items.filter((one) => one.post === p.district.posts[person]);
  expect(ofUnit('officer1'), 'the street leads, from above the community').toHaveLength(1);
  expect(ofUnit('urban')).toMatchObject([{ role: 'duty-pumping-2' }]);
  expect(ofUnit('housing'), 'a unit that no list names is not called').toEqual([]);
  expect((await get('chief', `/cases/${ofUnit('urban')[0]?.id}`)).text).toContain('协助：低洼处排水');
});
