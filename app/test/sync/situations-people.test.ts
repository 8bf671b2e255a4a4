// Offline work while people move, grids are redrawn, sessions end, clocks are wrong and releases go by.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FormHistory } from '../../src/engines/case/form-history.ts';
import { FORMS_RELEASE } from '../../src/modules/cases/public.ts';
import { FORMS_RELEASE as DRAWN } from '../../src/web/sync/forms-release.ts';
import { bring, fileCase, give, must } from '../case-desk.ts';
import { DAY, MINUTE, type TestProduct, testProduct } from '../product.ts';
import { fieldDesk } from './field-desk.ts';

/** Three releases of changes, so that a phone of the first one is as old as it may get here. */
const formHistory: FormHistory = [
  { release: 2, command: 'note', rename: { text: 'words' } },
  { release: 3, command: 'note', rename: { words: 'note' }, drop: ['colour'] },
  { release: 3, command: 'verify', values: { result: { ok: 'pass', bad: 'fail' } } },
  { release: 4, command: 'escalate', fill: { reason: '没有写明' } },
];

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'situations-people', formHistory });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});
const { said, names, phoneOf, report, command, states } = fieldDesk(() => p);

describe('people, places, clocks and releases', () => {
  const outline = ([west, south, east, north]: readonly number[]) => ({
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  });
  async function redraw(border: number): Promise<void> {
    const { g1, g2 } = p.district.areas;
    const plan = {
      kind: 'redraw',
      tree: 'area',
      outlines: [
        { id: g1, geometry: outline([120.38, 36.29, border, 36.3]) },
        { id: g2, geometry: outline([border, 36.29, 120.4, 36.3]) },
      ],
    };
    const answer = await p.call('admin', 'POST', '/api/v1/org/changes', {
      body: { commandId: p.ids.next(), plan },
    });
    expect(answer.body).toMatchObject({ state: 'done' });
  }
  it('a report from before a redraw lies in the grid of today, and a redraw in between is no conflict', async () => {
    const worker = await phoneOf('worker1');
    const secretary = await phoneOf('secretary1');
    const east = { lng: 120.3885, lat: 36.2955 };
    const filed = await fileCase(p, 'worker1', { point: east });
    const filing = report(worker, { point: east });
    await worker.sync.submit(filing);
    await worker.sync.submit(command(worker, filed.id, 'note', { note: '离线写的' }, 1));
    await secretary.sync.submit(command(secretary, filed.id, 'accept', {}, 1));
    await redraw(120.387);
    await secretary.sync.pump();
    await worker.sync.pump();
    // The community has the duty over both grids; the worker has none over the grid in which the case lies now, and is told.
    expect(await states(secretary)).toEqual(['accepted']);
    expect(await states(worker)).toEqual(['accepted', 'rejected']);
    expect((await worker.items())[1]?.said).toMatchObject({ code: 'auth.forbidden' });
    for (const id of [filing.id, filed.id])
      expect((await p.stored(id)).row['area_id']).toBe(p.district.areas.g2);
    expect(await names(filed.id)).toEqual(['file', 'rehome', 'accept']);
    await redraw(120.39);
  });
  it('a case that left the phone takes its pending work along: it is sent and ends with the server’s words', async () => {
    const phone = await phoneOf('property');
    const { id } = await fileCase(p, null);
    await must(p, 'dispatcher1', id, 'accept');
    await must(p, 'dispatcher1', id, 'dispatch', { unit: p.district.units['firm'] });
    await phone.pull();
    expect(await phone.replica.find(`case/${id}`)).toBeDefined();
    await phone.sync.submit(command(phone, id, 'sign', {}, 3));
    await must(p, 'dispatcher1', id, 'redirect', {
      unit: p.district.units['urban-management'],
      reason: '派错了',
    });
    await phone.pull();
    expect(await phone.replica.find(`case/${id}`)).toBeUndefined();
    expect(await states(phone)).toEqual(['waiting']);
    await phone.sync.pump();
    const [item] = await phone.items();
    expect(item).toMatchObject({ state: 'rejected', said: { code: 'cases.not-found' } });
    expect(item?.said?.title).toMatch(/\p{Script=Han}/u);
  });
  it('a worker who moved: the report of the old grid is taken, the old grid leaves the phone', async () => {
    const phone = await phoneOf('worker3');
    const old = await fileCase(p, null, {}, 'g3');
    await phone.pull();
    expect(await phone.replica.find(`case/${old.id}`)).toBeDefined();
    const filing = report(phone, { point: p.point('g3', 2) });
    await phone.sync.submit(filing);
    await p.database.owner('update org_posts set area_id = $2 where id = $1', [
      p.district.posts.worker3,
      p.district.areas.g4,
    ]);
    p.platform.sessions.forget('demo');
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['accepted']);
    expect((await p.stored(filing.id)).row['area_id']).toBe(p.district.areas.g3);
    await phone.pull();
    expect(await phone.replica.find(`case/${old.id}`)).toBeUndefined();
    // What one filed oneself stays at hand.
    expect(await phone.replica.find(`case/${filing.id}`)).toBeDefined();
    await p.database.owner('update org_posts set area_id = $2 where id = $1', [
      p.district.posts.worker3,
      p.district.areas.g3,
    ]);
    p.platform.sessions.forget('demo');
  });
  it('a session that ended keeps the work until somebody signs in', async () => {
    const phone = await phoneOf('worker4');
    await p.platform.sessions.revokeAll(p.district.accounts.worker4);
    await phone.sync.submit(report(phone));
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['needs-login']);
    await phone.signIn();
    await phone.sync.signedIn();
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['accepted']);
  });
  it.each([
    ['ahead', 365 * DAY],
    ['behind', -365 * DAY],
  ])('a clock a year %s does no harm', async (_where, skewMs) => {
    const phone = await phoneOf('worker1', [], { skewMs });
    const filing = report(phone);
    const at = p.clock.at;
    await phone.sync.submit(filing);
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['accepted']);
    const { row } = await p.stored(filing.id);
    const happened = Date.parse(String(row['occurred_at']));
    expect(happened).toBeLessThanOrEqual(p.clock.at);
    expect(happened).toBeGreaterThanOrEqual(p.clock.at - 366 * DAY);
    // The first answer told the phone how wrong it is: the next time is right to the second.
    await phone.sync.submit(command(phone, filing.id, 'note', { note: '时间对了' }, 1));
    await phone.sync.pump();
    const [step] = await p.database.owner<{ occurred_at: string }>(
      'select occurred_at from case_steps where case_id = $1 and version = 2',
      [filing.id],
    );
    expect(Math.abs(Date.parse(String(step?.occurred_at)) - at)).toBeLessThan(10 * MINUTE);
  });
  it('a time in the far future or past is bounded and refuses nothing', async () => {
    const future = await fileCase(p, 'worker1', { occurredAt: p.clock.at + 400 * DAY });
    expect(Date.parse(String((await p.stored(future.id)).row['occurred_at']))).toBe(p.clock.at);
    const past = await fileCase(p, 'worker1', { occurredAt: 0 });
    expect(Date.parse(String((await p.stored(past.id)).row['occurred_at']))).toBe(p.clock.at - 366 * DAY);
    const step = await give(
      p,
      'worker1',
      future.id,
      'note',
      { note: '明年' },
      { occurredAt: p.clock.at + 400 * DAY },
    );
    expect(said(step)).toEqual([200, 'accepted']);
    const view = await p.call('worker1', 'GET', `/api/v1/cases/${future.id}`);
    for (const one of view.body.timeline) expect(one.at).toBeLessThanOrEqual(p.clock.at);
  });
  it('forms of every release are understood: renamed, dropped, re-valued and filled in', async () => {
    const { id } = await fileCase(p, null);
    const forms = [
      [1, { text: '第一版', colour: 'red' }],
      [2, { words: '第二版', colour: 'red' }],
      [3, { note: '第三版' }],
      [4, { note: '第四版' }],
      [9, { note: '比我们还新' }],
    ] as const;
    for (const [formsVersion, form] of forms) {
      const body = { commandId: p.ids.next(), name: 'note', baseVersion: 1, form, formsVersion };
      const answer = await p.call('worker1', 'POST', `/api/v1/cases/${id}/commands`, { body });
      expect(said(answer)).toEqual([200, 'accepted']);
    }
    const escalate = { commandId: p.ids.next(), name: 'escalate', baseVersion: 6, form: {}, formsVersion: 3 };
    expect(said(await p.call('worker1', 'POST', `/api/v1/cases/${id}/commands`, { body: escalate }))).toEqual(
      [200, 'accepted'],
    );
    await bring(p, id, 'checking');
    const verify = {
      commandId: p.ids.next(),
      name: 'verify',
      baseVersion: (await p.stored(id)).version,
      form: { result: 'ok' },
      formsVersion: 2,
    };
    expect(said(await p.call('verifier', 'POST', `/api/v1/cases/${id}/commands`, { body: verify }))).toEqual([
      200,
      'accepted',
    ]);
    const text = JSON.stringify((await p.call('worker1', 'GET', `/api/v1/cases/${id}`)).body.timeline);
    for (const words of ['第一版', '第二版', '第三版', '没有写明']) expect(text).toContain(words);
    expect(text).not.toContain('red');
    // Without a release the form is read as today's.
    const bare = { commandId: p.ids.next(), name: 'note', baseVersion: 1, form: { text: '旧' } };
    expect((await p.call('worker1', 'POST', `/api/v1/cases/${id}/commands`, { body: bare })).status).toBe(
      400,
    );
  });
  it('an app that became newer in between sends its old work as what it was', async () => {
    const { id } = await fileCase(p, null);
    const phone = await phoneOf('worker1', [], { formsVersion: 1 });
    await phone.sync.submit(command(phone, id, 'note', { text: '升级前写的' }, 1));
    await phone.restart(4);
    await phone.sync.submit(command(phone, id, 'note', { note: '升级后写的' }, 1));
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['accepted', 'accepted']);
    expect((await names(id)).slice(1)).toEqual(['note', 'note']);
  });
  it('the app draws the forms of the release that the server knows', () => {
    expect(DRAWN).toBe(FORMS_RELEASE);
  });
});
