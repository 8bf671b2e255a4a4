// 换届空缺 (journey 4): a secretary leaves on Monday with 63 open cases and a whistle due on Tuesday. The work stays with the post; what
// was done on the phone before access ended still arrives, in the person's name and with the rights of that hour, and nothing else does.
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, give, must } from '../../../test/case-desk.ts';
import { DAY, HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { type SealedWork, type ServerKey, sealWork } from '../../web/sync/sealing.ts';

/** Monday, 20 July 2026, 09:00 in Shanghai. */
const MONDAY = Date.UTC(2026, 6, 20, 1);
let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'hand-in', now: MONDAY });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const handIn = (envelope: object) => p.call(null, 'POST', '/api/v1/sync/hand-in', { body: envelope });
const said = (answer: { status: number; body: { code?: string; outcome?: string } }) => [
  answer.status,
  answer.body.code ?? answer.body.outcome,
];
/** Seals as the phone of somebody does, with the key that it fetched while it could. */
async function phoneOf(person: PersonKey) {
  const key = (await p.call(person, 'GET', '/api/v1/sync/key')).body as ServerKey & { handIn: string };
  const account = p.district.accounts[person];
  const seal = (work: Record<string, unknown>, credential: string | undefined = key.handIn) =>
    sealWork(key, {
      account,
      ...(credential === undefined ? {} : { handIn: credential }),
      ...work,
    } as SealedWork);
  const command = (caseId: string, name: string, at: number, more: Record<string, unknown> = {}) => ({
    kind: 'command',
    caseId,
    body: { commandId: p.ids.next(), name, baseVersion: 1, occurredAt: at, form: {}, ...more },
  });
  return { key, seal, command };
}
const leave = async (person: PersonKey) => {
  const answer = await p.call('admin', 'POST', '/api/v1/people/commands', {
    body: { commandId: p.ids.next(), id: p.district.persons[person], name: 'leave', form: {} },
  });
  expect(answer.status, answer.text).toBe(200);
};
const stepsOf = (caseId: string) =>
  p.database.owner<{
    name: string;
    account_id: string;
    actor_label: string;
    occurred_at: Date;
    form: object;
  }>(
    'select name, account_id, actor_label, occurred_at, form from case_steps where case_id = $1 order by version',
    [caseId],
  );

it('journey 4: the secretary leaves on Monday, and no case is without an owner', async () => {
  const filed: string[] = [];
  for (let n = 0; n < 63; n++)
    filed.push((await fileCase(p, null, { text: `第${n}件` }, n % 2 ? 'g1' : 'g2')).id);
  const [first = '', second = '', raced = '', chained = ''] = filed;
  const stuck = await fileCase(p, null, { text: '墙体开裂' });
  await bring(p, stuck.id, 'handling');
  await must(p, 'dispatcher1', stuck.id, 'whistle', {
    type: 'hard',
    units: [p.district.units['housing']],
    purpose: '一起看墙体',
    where: '三号楼前',
  });
  const whistle = (await p.call('dispatcher1', 'GET', `/api/v1/cases/${stuck.id}`)).body.whistle;
  await must(p, 'dispatcher1', whistle.id, 'name-commanders', {
    street: p.district.posts.member1,
    community: p.district.posts.secretary1,
  });
  await must(p, 'member1', whistle.id, 'acknowledge-command');
  // Called at nine on Monday, the department has to be there on Tuesday.
  const tuesday = MONDAY + 15 * HOUR;
  const [call] = whistle.units as { arrive: { dueAt: number } }[];
  expect(call?.arrive.dueAt).toBeGreaterThan(tuesday);
  expect(call?.arrive.dueAt).toBeLessThan(tuesday + DAY);

  // On the phone, in a cellar without a network: between nine and eleven.
  const phone = await phoneOf('secretary1');
  const accepted = phone.command(first, 'accept', MONDAY + HOUR);
  const photo = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#336699' } })
    .png()
    .toBuffer();
  const reportId = p.ids.next();
  const report = {
    kind: 'file',
    body: {
      commandId: reportId,
      kind: 'incident',
      category: 'utility.manhole',
      text: '地下室井盖破损',
      point: p.point('g1', 8),
      channel: 'patrol',
      occurredAt: MONDAY + HOUR + 5 * MINUTE,
    },
  };
  const late = phone.command(raced, 'decline', MONDAY + HOUR + 10 * MINUTE, {
    form: { reason: 'private', whereTo: '调解委员会', note: '已当面讲清' },
  });
  const forbidden = phone.command(second, 'dispatch', MONDAY + HOUR, {
    form: { unit: p.district.units['urban-management'] },
  });
  const remark = phone.command(chained, 'note', MONDAY + 90 * MINUTE, { form: { note: '先围好了' } });
  const accept2 = phone.command(chained, 'accept', MONDAY + 80 * MINUTE);
  const after = phone.command(second, 'accept', MONDAY + 4 * HOUR);
  const follows = { ...remark, body: { ...remark.body, follows: [accept2.body.commandId] } };

  // At twelve the office writes down that the secretary has left; access ends at once.
  p.clock.at = MONDAY + 3 * HOUR;
  const ownCookie = await p.cookieOf('secretary1');
  await leave('secretary1');
  for (const [method, path] of [
    ['GET', `/api/v1/cases/${first}`],
    ['GET', '/api/v1/sync/changes?device=phone-00000001'],
    ['POST', `/api/v1/cases/${first}/commands`],
  ] as const) {
    const closed = await p.call(null, method, path, {
      cookie: ownCookie,
      ...(method === 'POST'
        ? { body: { commandId: p.ids.next(), name: 'note', baseVersion: 1, form: {} } }
        : {}),
    });
    expect([401, 403]).toContain(closed.status);
  }

  // The street sees the gap; nothing has changed hands and every case is still watched.
  const gaps = await p.call('dispatcher1', 'GET', '/api/v1/org/coverage?list=vacantPosts');
  expect(JSON.stringify(gaps.body.list.items)).toContain('社区党委书记');
  const open = await p.database.owner<{ timer_at: Date | null; id: string }>(
    'select id, timer_at from cases where id = any ($1)',
    [[...filed, stuck.id, whistle.id]],
  );
  expect(open).toHaveLength(65);
  expect(open.filter((one) => one.timer_at === null)).toEqual([]);

  // An acting holder with dates has all of it, the whistle of Tuesday too.
  const acting = await p.call('admin', 'POST', '/api/v1/posts/commands', {
    body: {
      commandId: p.ids.next(),
      id: p.district.posts.secretary1,
      name: 'set-acting',
      form: { personId: p.district.persons.worker2, until: '2026-08-31' },
    },
  });
  expect(acting.body.post).toMatchObject({ holder: null, acting: { until: '2026-08-31' } });
  const seen = new Set<string>();
  for (let cursor = ''; ; ) {
    const page = await p.call('worker2', 'GET', `/api/v1/cases?view=all&open=1&limit=50${cursor}`);
    expect(page.status, page.text).toBe(200);
    for (const { id } of page.body.items) seen.add(id);
    if (!page.body.next) break;
    cursor = `&after=${encodeURIComponent(page.body.next)}`;
  }
  expect(filed.filter((id) => !seen.has(id))).toEqual([]);
  p.clock.at = MONDAY + DAY;
  await must(p, 'worker2', whistle.id, 'acknowledge-command');

  // Meanwhile another one of the cases was taken up.
  await must(p, 'worker2', raced, 'accept');
  await must(p, 'dispatcher1', raced, 'dispatch', { unit: p.district.units['urban-management'] });

  // The phone comes out of the cellar: what was done before twelve on Monday is taken, in the secretary's name and at its own hour.
  const envelope = await phone.seal(accepted);
  const taken = await handIn(envelope);
  expect(taken.body, taken.text).toEqual({ outcome: 'accepted' });
  const steps = await stepsOf(first);
  expect(steps.at(-1)).toMatchObject({
    name: 'accept',
    account_id: p.district.accounts.secretary1,
    actor_label: '社区党委书记',
    occurred_at: new Date(MONDAY + HOUR),
  });
  expect(said(await handIn(envelope))).toEqual([200, 'accepted']);
  expect(await stepsOf(first)).toHaveLength(steps.length);

  const ref = await handIn(await phone.seal({ kind: 'photo', data: photo.toString('base64') }));
  expect(ref.status, ref.text).toBe(200);
  const reported = await handIn({ ...(await phone.seal(report)), photos: [ref.body.ref] });
  expect(reported.body, reported.text).toEqual({ outcome: 'accepted' });
  const stored = await p.stored(reportId);
  expect(stored.row).toMatchObject({ filed_by: p.district.accounts.secretary1 });
  expect((stored.row['facts'] as { photos: object[] }).photos).toMatchObject([{ fileId: ref.body.ref }]);

  // What came backwards is put in order by the server.
  expect(said(await handIn(await phone.seal(follows)))).toEqual([200, 'held']);
  expect(said(await handIn(await phone.seal(accept2)))).toEqual([200, 'accepted']);
  expect((await stepsOf(chained)).map((one) => one.name)).toEqual(['file', 'accept', 'note']);

  // Others went on: nothing is undone, and what was said stands there as a remark for whoever has it now.
  const before = await p.stored(raced);
  const noted = await handIn(await phone.seal(late));
  expect(noted.body, noted.text).toEqual({ outcome: 'merged', noted: true });
  expect(said(await handIn(await phone.seal(late)))).toEqual([200, 'merged']);
  const now = await p.stored(raced);
  expect([now.state, now.steps]).toEqual([before.state, before.steps + 1]);
  expect(JSON.stringify((await stepsOf(raced)).at(-1)?.form)).toContain('已当面讲清');

  // Later work, work without the right to it, and forgeries change nothing.
  const untouched = await p.stored(second);
  expect(said(await handIn(await phone.seal(after)))).toEqual([403, 'sync.hand-in-after-end']);
  expect(said(await handIn(await phone.seal(forbidden)))).toEqual([403, 'auth.forbidden']);
  const inTime = phone.command(second, 'accept', MONDAY + HOUR);
  expect(said(await handIn(await phone.seal(inTime, '')))).toEqual([403, 'sync.hand-in-credential']);
  const other = await phoneOf('worker1');
  expect(said(await handIn(await phone.seal(inTime, other.key.handIn)))).toEqual([
    403,
    'sync.hand-in-credential',
  ]);
  const timeless = { ...inTime, body: { ...inTime.body, occurredAt: undefined } };
  expect(said(await handIn(await phone.seal(timeless)))).toEqual([403, 'sync.hand-in-after-end']);
  const present = await other.seal(other.command(second, 'note', MONDAY, { form: { note: '在岗' } }));
  expect(said(await handIn(present))).toEqual([409, 'sync.hand-in-has-access']);
  expect(await p.stored(second)).toEqual(untouched);
  // Each piece that was taken is on record.
  const audits = await p.database.owner(
    `select from audit_log where action = 'sync.handed-in' and actor_account = $1`,
    [p.district.accounts.secretary1],
  );
  expect(audits.length).toBe(7);

  // The door closes.
  p.clock.at = MONDAY + 31 * DAY + 4 * HOUR;
  expect(said(await handIn(await phone.seal(inTime)))).toEqual([403, 'sync.hand-in-over']);
  expect(await p.stored(second)).toEqual(untouched);
});

it('asks for the rights of the hour in which the work was done', async () => {
  const day = MONDAY + 35 * DAY;
  p.clock.at = day;
  const { id } = await fileCase(p, null, {}, 'g3');
  const phone = await phoneOf('secretary2');
  const early = phone.command(id, 'note', day + HOUR, { form: { note: '在岗时写的' } });
  const between = phone.command(id, 'note', day + 2 * HOUR, { form: { note: '卸任后写的' } });
  p.clock.at = day + 90 * MINUTE;
  const vacated = await p.call('admin', 'POST', '/api/v1/posts/commands', {
    body: { commandId: p.ids.next(), id: p.district.posts.secretary2, name: 'vacate', form: {} },
  });
  expect(vacated.status, vacated.text).toBe(200);
  p.clock.at = day + 3 * HOUR;
  await leave('secretary2');
  expect(said(await handIn(await phone.seal(between)))).toEqual([403, 'sync.hand-in-no-post']);
  expect(said(await handIn(await phone.seal(early)))).toEqual([200, 'accepted']);
  expect((await stepsOf(id)).map((one) => one.name)).toEqual(['file', 'note']);
});

it('gives what the server held for somebody who left since with the rights they had, and ends it in words otherwise', async () => {
  const day = MONDAY + 42 * DAY;
  p.clock.at = day;
  const { id } = await fileCase(p, null, {}, 'g4');
  const phone = await phoneOf('secretary3');
  const accepting = phone.command(id, 'accept', day);
  const follows = [accepting.body.commandId];
  const held = await p.call('secretary3', 'POST', `/api/v1/cases/${id}/commands`, {
    body: {
      commandId: p.ids.next(),
      name: 'note',
      baseVersion: 1,
      occurredAt: day,
      form: { note: '接着办' },
      follows,
    },
  });
  expect(said(held)).toEqual([202, 'held']);
  p.clock.at = day + HOUR;
  await leave('secretary3');
  expect(said(await handIn(await phone.seal(accepting)))).toEqual([200, 'accepted']);
  const steps = await stepsOf(id);
  expect(steps.at(-1)).toMatchObject({ name: 'note', account_id: p.district.accounts.secretary3 });
  // Somebody whose account was closed before they are said to have written it has no voice any more.
  const closed = p.ids.next();
  await p.database.owner(
    `insert into case_held (district_code, case_id, command_id, base_version, account_id, envelope, held_at)
     values ('demo', $1, $2, 1, $3, $4, $5)`,
    [
      id,
      closed,
      p.district.accounts.secretary3,
      JSON.stringify({
        commandId: closed,
        name: 'note',
        baseVersion: 1,
        occurredAt: day + 2 * HOUR,
        form: { note: '来晚了' },
      }),
      new Date(day),
    ],
  );
  await p.product.cases.engine.runOverdueHeld('demo', day + DAY);
  expect(await stepsOf(id)).toHaveLength(steps.length);
  const [refused] = await p.database.owner<{ code: string }>(
    'select code from case_rejections where command_id = $1',
    [closed],
  );
  expect(refused?.code).toBe('auth.forbidden');
  expect((await give(p, 'dispatcher2', id, 'note', { note: '还在' })).status).toBe(200);
});
