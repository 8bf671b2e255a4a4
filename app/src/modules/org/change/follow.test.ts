// What hangs on an area or a unit without being a case: duty lists, visits, hand-over notes, senders of outside orders, what is counted.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, follow, must } from '../../../../test/case-desk.ts';
import { type PersonKey, type TestProduct, testProduct } from '../../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'org-follow' });
});
afterAll(() => p.close());

const ask = (person: PersonKey, method: string, path: string, body?: unknown) =>
  p.call(person, method, `/api/v1${path}`, body === undefined ? {} : { body });
const look = async (plan: object) => {
  const answer = await ask('admin', 'POST', '/org/changes/preview', { plan });
  expect(answer.status).toBe(200);
  return answer.body;
};
const carryOut = async (plan: object, more: object = {}) => {
  const answer = await ask('admin', 'POST', '/org/changes', { commandId: p.ids.next(), plan, ...more });
  expect(answer.body).toMatchObject({ state: 'done' });
  return answer.body.id as string;
};
const owner = <R extends Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  p.database.owner<R>(sql, values);
const routedTo = async (category: string): Promise<string> => {
  const { answer } = await fileCase(p, 'worker1', { category, text: '供水问题' });
  const stored = await p.stored(answer.body.case.id);
  return (stored.row['facts'] as { routing: { owner: string } }).routing.owner;
};
const counted = async (caseId: string) => {
  const rows = await owner<{ area_id: string; area_path: string; unit_id: string | null; now: boolean }>(
    `select area_id, area_path, unit_id, valid_to = 'infinity' as now from case_outcomes where case_id = $1 order by seq`,
    [caseId],
  );
  expect(rows.filter((row) => row.now)).toHaveLength(1);
  return rows;
};

it('a duty list that names a merged unit means the one in its place, and the preview names the items', {
  timeout: 240_000,
}, async () => {
  const { housing, water } = p.district.units as Record<string, string>;
  expect(await routedTo('utility.water-pipe')).toBe(housing);
  const held = await fileCase(p, 'worker1', { category: 'utility.water-pipe', text: '水管破裂' });
  await bring(p, held.id, 'checking', 'housing', 'housing');

  const merge = { kind: 'merge', tree: 'unit', ids: [housing, water], intoId: water, name: '水务和住建局' };
  const seen = await look(merge);
  expect(seen.refusal).toBeNull();
  expect(seen.duties).toContainEqual({
    list: 'street',
    code: 'p-05',
    title: '供水供电供气供热保障',
    from: '住房和城乡建设局',
    to: ['水务和住建局'],
  });
  const done = await carryOut(merge);
  expect(await routedTo('utility.water-pipe')).toBe(water);

  // Counted with the new unit from now on, and whoever handled it may still not check it.
  const rows = await counted(held.id);
  expect(rows.at(-1)).toMatchObject({ unit_id: water, now: true });
  expect(rows.some((row) => row.unit_id === housing)).toBe(true);
  const facts = (await p.stored(held.id)).row['facts'] as { handlerUnits: string[] };
  expect(facts.handlerUnits).toContain(water);
  // What the old unit did stays under its name.
  const shown = await ask('dispatcher1', 'GET', `/cases/${held.id}`);
  expect(shown.text).toContain('住房和城乡建设局');
  expect(shown.text).not.toContain(`"owner":"${housing}"`);

  const back = await ask('admin', 'GET', `/org/changes/${done}/reverse`);
  await carryOut(back.body.plan, { reverses: done });
  const [again] = await owner<{ id: string; code: string }>(
    `select id, code from tree_nodes where name = '住房和城乡建设局' and closed_on is null`,
  );
  expect(again?.code).toBe('housing');
  expect(await routedTo('utility.water-pipe')).toBe(again?.id);
  // Nobody takes the code of a unit that is still there.
  const stolen = await ask('admin', 'POST', '/org/changes/preview', {
    plan: { ...back.body.plan, parts: [{ name: '甲局' }, { name: '乙局', code: 'market' }] },
  });
  expect(stolen.body).toMatchObject({ code: 'org.change-code', errors: [{ path: 'plan/parts/1/code' }] });
  expect(await p.doctor()).toEqual([]);
});

it('visits, notes and senders go with the area; a case reopened in an ended area follows', {
  timeout: 240_000,
}, async () => {
  const { g1, g2 } = p.district.areas;
  const closed = await fileCase(p, null, { reporter: { phone: '13800138000' }, text: '路灯不亮' }, 'g1');
  await must(p, 'dispatcher1', closed.id, 'decline', {
    reason: 'private',
    whereTo: '槐树社区人民调解委员会',
  });
  const open = await fileCase(p, 'worker1', { text: '还没办的' }, 'g1');
  const { row } = await p.stored(closed.id);
  expect(row['closed_at']).not.toBeNull();

  const campaign = p.ids.next();
  const target = (state: string) => ({ id: p.ids.next(), state });
  const targets = [target('planned'), target('visited')];
  await owner(
    `insert into visit_campaigns (district_code, id, title, purpose, area_id, starts_on, ends_on, policy_ids, account_id, created_at)
     values ('demo', $1, '入户', '了解需要', $2, '2026-07-01', '2026-07-31', '{}', $3, now())`,
    [campaign, g1, p.district.accounts.worker1],
  );
  for (const { id, state } of targets) {
    await owner(
      `insert into visit_targets (district_code, id, campaign_id, kind, label, place_hash, area_id, post_id, unit_id, state, version,
         link_hash, offered, case_ids)
       values ('demo', $1, $2, 'household', '一号楼', $3, $4, $5, $6, $7, 1, $3, '{}', '{}')`,
      [id, campaign, Buffer.from(id), g1, p.district.posts.worker1, p.district.units['committee1'], state],
    );
  }
  const note = p.ids.next();
  await owner(
    `insert into rhythm_handovers (district_code, id, post_id, unit_id, area_id, from_account, words, case_ids, promised_ids, written_at)
     values ('demo', $1, $2, $3, $4, $5, '', '{}', '{}', now())`,
    [note, p.district.posts.worker1, p.district.units['committee1'], g1, p.district.accounts.worker1],
  );
  const source = p.ids.next();
  await owner(
    `insert into outside_sources (district_code, id, code, name, kind, unit_id, area_id, mapping, words, reply, updated_at)
     values ('demo', $1, 'follow', '热线', 'hotline', $2, $3, '{}', '{}', '{}', now())`,
    [source, p.district.units['committee1'], g1],
  );

  await carryOut({ kind: 'merge', tree: 'area', ids: [g1, g2], intoId: g2 });
  const areaOf = async (table: string, id: string) =>
    (await owner<{ area_id: string }>(`select area_id from ${table} where id = $1`, [id]))[0]?.area_id;
  expect(await areaOf('visit_campaigns', campaign)).toBe(g2);
  expect(await areaOf('visit_targets', targets[0]?.id as string)).toBe(g2);
  // A visit that was made stays where it was made.
  expect(await areaOf('visit_targets', targets[1]?.id as string)).toBe(g1);
  expect(await areaOf('rhythm_handovers', note)).toBe(g2);
  expect(await areaOf('outside_sources', source)).toBe(g2);
  expect((await counted(open.id)).at(-1)).toMatchObject({ area_id: g2, area_path: p.district.paths.g2 });
  expect((await counted(closed.id)).at(-1)).toMatchObject({ area_id: g1 });

  const reopened = await follow(p, { code: closed.code, phoneTail: '8000' }, closed.id, 'reopen', {
    reason: '还是不亮',
  });
  expect(reopened.status).toBe(200);
  await p.product.jobs.find((job) => job.name === 'org-changes')?.run(p.platform, {});
  expect((await p.stored(closed.id)).row['area_id']).toBe(g2);
  expect((await counted(closed.id)).at(-1)).toMatchObject({ area_id: g2 });
  // The worker of the grid that ended now works in the one that goes on, and sees what was his.
  expect((await ask('worker1', 'GET', `/cases/${open.id}`)).status).toBe(200);
  await must(p, 'dispatcher1', open.id, 'accept');
  expect(await p.doctor()).toEqual([]);
});

it('a whistle, a clock and a proposal go on with the unit that takes the place of an ended one', {
  timeout: 240_000,
}, async () => {
  const unit = p.district.units as Record<string, string>;
  const about = await fileCase(p, null);
  await bring(p, about.id, 'handling');
  const called = ['market', 'urban-management'].map((key) => unit[key] as string);
  await must(p, 'dispatcher1', about.id, 'whistle', {
    type: 'daily',
    units: called,
    purpose: '一起查清污水从哪里来',
  });
  const whistle = async () =>
    (await ask('dispatcher1', 'GET', `/cases/${about.id}`)).body.whistle as {
      id: string;
      units: { unitId: string; unitName: string; caseId: string; state: { code: string } }[];
    };
  const [market, urban] = (await whistle()).units as { caseId: string }[];
  const held = await fileCase(p, null, { text: '灯不亮' });
  await bring(p, held.id, 'handling');
  const before = (await p.stored(held.id)).row;
  const closed = await fileCase(p, null, { reporter: { phone: '13800138001' }, text: '路灯又不亮' }, 'g2');
  await must(p, 'dispatcher1', closed.id, 'decline', { reason: 'private', whereTo: '人民调解委员会' });

  // Two called units become one: each call keeps a case of its own.
  p.clock.at += 3_600_000;
  await carryOut({
    kind: 'merge',
    tree: 'unit',
    ids: called,
    intoId: called[0],
    name: '综合执法局',
  });
  await must(p, 'urban', urban?.caseId as string, 'receive');
  await must(p, 'market', market?.caseId as string, 'arrive', { note: '到了' });
  expect((await whistle()).units.map((one) => [one.unitId, one.unitName, one.state.code])).toEqual([
    [called[0], '综合执法局', 'on-site'],
    [called[0], '综合执法局', 'received'],
  ]);

  const { row } = await p.stored(held.id);
  const clocks = (all: unknown) => all as { name: string; due: number; segments: { owner?: string }[] }[];
  const handle = (all: unknown) => clocks(all).find((one) => one.name === 'handle');
  expect(handle(row['clocks'])?.due).toBe(handle(before['clocks'])?.due);
  expect(handle(before['clocks'])?.segments.map((one) => one.owner)).toEqual([called[1]]);
  expect(handle(row['clocks'])?.segments.map((one) => one.owner)).toEqual([called[1], called[0]]);

  // What was closed before and comes back is not proposed to a unit that has ended.
  expect((await p.stored(closed.id)).row['facts']).toMatchObject({ routing: { owner: called[1] } });
  await follow(p, { code: closed.code, phoneTail: '8001' }, closed.id, 'reopen', { reason: '还是不亮' });
  const reopened = (await ask('dispatcher1', 'GET', `/cases/${closed.id}`)).body;
  const dispatch = reopened.actions.find((one: { name: string }) => one.name === 'dispatch');
  expect(dispatch.form.fields.find((one: { name: string }) => one.name === 'unit').initial).toBe(called[0]);
  expect(await p.doctor()).toEqual([]);
});

it('a case that was merged while its unit ended comes back to the unit in its place, at once', {
  timeout: 240_000,
}, async () => {
  const units = p.district.units as Record<string, string>;
  const lead = await fileCase(p, 'worker1', { text: '路灯不亮，灯杆编号一百零一' });
  const away = await fileCase(p, 'worker1', { text: '路灯不亮，灯杆编号一百零二' });
  await bring(p, away.id, 'handling', 'market', 'market');
  await must(p, 'dispatcher1', away.id, 'merge', { into: lead.number });
  await carryOut({
    kind: 'merge',
    tree: 'unit',
    ids: [units['market'], units['environment']],
    intoId: units['environment'],
    name: '市场和环境局',
  });
  p.clock.at += 3_600_000;
  await must(p, 'dispatcher1', away.id, 'unmerge', { reason: '不是同一盏灯' });
  const back = await p.stored(away.id);
  expect(back.state).toBe('handling');
  expect(back.row['owner_unit']).toBe(units['environment']);
  const handle = (back.row['clocks'] as { name: string; segments: { owner?: string; to?: number }[] }[]).find(
    (clock) => clock.name === 'handle',
  );
  // Who held it until today stays in its stretch.
  expect(handle?.segments.map((one) => one.owner)).toEqual([units['market'], units['environment']]);
  expect(await p.doctor()).toEqual([]);
  // Its new owner works on it right away.
  expect(
    (await ask('ecology', 'GET', `/cases/${away.id}`)).body.actions.map((one: { name: string }) => one.name),
  ).toContain('finish');
});
