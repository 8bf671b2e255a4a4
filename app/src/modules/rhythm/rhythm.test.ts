// The daily rhythm over HTTP on the small district: agendas that nobody wrote, hand-overs, diaries.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring, fileCase, must } from '../../../test/case-desk.ts';
import { DAY, HOUR, PRODUCT_NOW, type TestProduct, testProduct } from '../../../test/product.ts';

type Section = { name: string; total: number; items: { id: string; fresh: boolean; handed: boolean }[] };

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'rhythm' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

async function agenda(person: Parameters<TestProduct['call']>[0], query = '') {
  const answer = await p.call(person, 'GET', `/api/v1/rhythm/agenda${query}`);
  expect(answer.status, answer.text).toBe(200);
  const sections = answer.body.sections as Section[];
  return {
    body: answer.body,
    idsOf: (name: string) => sections.find((one) => one.name === name)?.items.map((item) => item.id) ?? [],
    all: sections.flatMap((one) => one.items.map((item) => item.id)),
  };
}

describe('the agenda', () => {
  it('shows each open case once: overdue, today, new, handed over, with others; and begins after the last meeting', async () => {
    const late = await fileCase(p, null, { text: '旧的一件，没人接' });
    const withOthers = await fileCase(p, null, { text: '派给城管的' });
    await bring(p, withOthers.id, 'handling');
    p.clock.at += 2 * DAY;
    const held = await p.call('secretary1', 'POST', '/api/v1/rhythm/meetings', {
      body: { commandId: p.ids.next(), kind: 'huddle', areaId: p.district.areas.c1 },
    });
    expect(held.status, held.text).toBe(200);
    expect(held.body.lastMeetingAt).toBe(p.clock.at);
    p.clock.at += HOUR;
    const fresh = await fileCase(p, null, { kind: 'request', category: undefined, text: '新来的一件' });
    const other = await fileCase(p, null, { text: '别的社区的' }, 'g3');

    const { body, idsOf, all } = await agenda('secretary1');
    expect(body.since).toBe(held.body.lastMeetingAt);
    expect(idsOf('overdue')).toContain(late.id);
    expect([...idsOf('today'), ...idsOf('fresh')]).toContain(fresh.id);
    expect(all).toContain(withOthers.id);
    expect(all).not.toContain(other.id);
    expect(new Set(all).size).toBe(all.length);
    const item = (body.sections as Section[]).flatMap((one) => one.items).find((one) => one.id === fresh.id);
    expect(item?.fresh).toBe(true);
    expect(body.below.map((one: { name: string }) => one.name)).toEqual(['槐树第一网格', '槐树第二网格']);
    expect(body.below[0].open).toBe(all.length);

    // A change of hands since the meeting is marked where the case stands.
    await must(p, 'dispatcher1', late.id, 'accept');
    await must(p, 'dispatcher1', late.id, 'dispatch', { unit: p.district.units['urban-management'] });
    const again = await agenda('secretary1');
    const moved = (again.body.sections as Section[])
      .flatMap((one) => one.items)
      .find((one) => one.id === late.id);
    expect(moved?.handed).toBe(true);
  });

  it('lets a decision become a command on the case, and keeps no list of its own', async () => {
    const { all } = await agenda('dispatcher1', `?kind=grid&area=${p.district.areas.c1}`);
    const id = all[0] as string;
    await must(p, 'dispatcher1', id, 'note', { note: '例会：周五前看现场' });
    await must(p, 'dispatcher1', id, 'urge', { note: '例会催办' });
    const steps = (await p.call('dispatcher1', 'GET', `/api/v1/cases/${id}`)).body.timeline as {
      name: string;
    }[];
    expect(steps.slice(-2).map((step) => step.name)).toEqual(['note', 'urge']);
    const tables = await p.database.owner<{ n: number }>(
      `select count(*)::int as n from information_schema.columns where table_name = 'rhythm_meetings'`,
    );
    expect(tables[0]?.n).toBe(6);
  });

  it('shows only areas of the viewer, and says so', async () => {
    const foreign = await p.call('worker1', 'GET', `/api/v1/rhythm/agenda?area=${p.district.areas.g3}`);
    expect([foreign.status, foreign.body.code]).toEqual([403, 'rhythm.not-your-area']);
    // A department that only handles has no area to meet over.
    expect((await p.call('urban', 'GET', '/api/v1/rhythm/agenda')).status).toBe(403);
    expect((await p.call(null, 'GET', '/api/v1/rhythm/agenda')).status).toBe(401);
    const nowhere = await p.call('worker1', 'GET', `/api/v1/rhythm/agenda?area=${p.ids.next()}`);
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'rhythm.area-unknown']);
    const refused = await p.call('worker1', 'POST', '/api/v1/rhythm/meetings', {
      body: { commandId: p.ids.next(), kind: 'huddle', areaId: p.district.areas.c1 },
    });
    expect(refused.status).toBe(403);
    const [count] = await p.database.owner<{ n: number }>('select count(*)::int as n from rhythm_meetings');
    expect(count?.n).toBe(1);
  });
});

describe('a hand-over', () => {
  it('is made of the open work of the post, received once, and the work stays with the post', async () => {
    const filed = await fileCase(p, null, { text: '待核查的一件' });
    await bring(p, filed.id, 'checking');
    const draft = await p.call('worker1', 'GET', '/api/v1/rhythm/handover');
    const post = draft.body.posts[0];
    const ids = [...post.promised, ...post.open].map((row: { id: string }) => row.id);
    expect(ids).toContain(filed.id);
    const receiver = post.receivers.find(
      (one: { postId: string }) => one.postId === p.district.posts.worker2,
    );
    expect(receiver?.name).toBe('测试worker2');

    const commandId = p.ids.next();
    const body = { commandId, postId: post.postId, toPostId: receiver.postId, words: '3 号楼的钥匙在值班室' };
    const written = await p.call('worker1', 'POST', '/api/v1/rhythm/handovers', { body });
    expect(written.status, written.text).toBe(200);
    expect(written.body.cases).toBe(ids.length);
    expect(written.body.mayReceive).toBe(false);
    // Sent twice: one note.
    expect((await p.call('worker1', 'POST', '/api/v1/rhythm/handovers', { body })).body.id).toBe(commandId);

    const inbox = await p.call('worker2', 'GET', '/api/v1/rhythm/handovers?box=to-me');
    expect(inbox.body.items.map((one: { id: string }) => one.id)).toEqual([commandId]);
    const notices = await p.call('worker2', 'GET', '/api/v1/notices');
    expect(notices.text).toContain('交班给你');
    // The receiver's own post does not see the other grid: what it may not see is counted, not shown.
    const seen = await p.call('worker2', 'GET', `/api/v1/rhythm/handovers/${commandId}`);
    expect(seen.body.words).toBe('3 号楼的钥匙在值班室');
    expect(seen.body.hidden + seen.body.promised.length + seen.body.open.length).toBe(ids.length);
    const stranger = await p.call('worker4', 'GET', `/api/v1/rhythm/handovers/${commandId}`);
    expect([stranger.status, stranger.body.code]).toEqual([404, 'rhythm.handover-unknown']);
    const above = await p.call('secretary1', 'POST', `/api/v1/rhythm/handovers/${commandId}/receive`);
    expect([above.status, above.body.code]).toEqual([403, 'rhythm.handover-not-for-you']);
    const received = await p.call('worker2', 'POST', `/api/v1/rhythm/handovers/${commandId}/receive`);
    expect(received.body.receivedAt).toBe(p.clock.at);
    // Pressed twice: still received once, by the same person.
    const again = await p.call('worker2', 'POST', `/api/v1/rhythm/handovers/${commandId}/receive`);
    expect([again.status, again.body.receivedAt]).toEqual([200, received.body.receivedAt]);
    const work = await p.call('worker1', 'GET', '/api/v1/rhythm/handover');
    const after = [...work.body.posts[0].promised, ...work.body.posts[0].open].map(
      (row: { id: string }) => row.id,
    );
    expect(after.sort()).toEqual(ids.sort());
  });

  it('without a receiver shows to the superior, who may take note of it', async () => {
    const commandId = p.ids.next();
    const written = await p.call('worker1', 'POST', '/api/v1/rhythm/handovers', {
      body: { commandId, postId: p.district.posts.worker1, toPostId: null, words: '' },
    });
    expect(written.status, written.text).toBe(200);
    for (const person of ['secretary1', 'dispatcher1', 'chief'] as const) {
      const box = await p.call(person, 'GET', '/api/v1/rhythm/handovers?box=unreceived');
      expect(
        box.body.items.map((one: { id: string }) => one.id),
        person,
      ).toContain(commandId);
    }
    for (const person of ['worker1', 'worker2', 'secretary2', 'urban'] as const) {
      const box = await p.call(person, 'GET', '/api/v1/rhythm/handovers?box=unreceived');
      expect(box.body.items, person).toEqual([]);
    }
    expect((await p.call('secretary1', 'GET', '/api/v1/notices')).text).toContain('没有接班的人');
    expect((await agenda('secretary1')).body.handovers[0]).toMatchObject({ id: commandId, receivedAt: null });
    expect((await p.call('secretary1', 'POST', `/api/v1/rhythm/handovers/${commandId}/receive`)).status).toBe(
      200,
    );
    const box = await p.call('secretary1', 'GET', '/api/v1/rhythm/handovers?box=unreceived');
    expect(box.body.items).toEqual([]);
  });

  it('refuses a post of somebody else and a receiver who cannot take over', async () => {
    const send = (postId: string, toPostId: string | null) =>
      p.call('worker1', 'POST', '/api/v1/rhythm/handovers', {
        body: { commandId: p.ids.next(), postId, toPostId, words: '' },
      });
    const { posts } = p.district;
    expect((await send(posts.worker2, null)).body.code).toBe('rhythm.not-your-post');
    expect((await send(posts.worker1, posts.worker1)).body.code).toBe('rhythm.receiver-self');
    expect((await send(posts.worker1, posts.worker4)).body.code).toBe('rhythm.receiver-unknown');
    expect((await send(posts.worker1, p.ids.next())).body.errors[0].path).toBe('toPostId');
  });
});

describe('the diary', () => {
  const today = () => new Date(p.clock.at + 8 * HOUR).toISOString().slice(0, 10);
  const period = () => `from=${new Date(PRODUCT_NOW).toISOString().slice(0, 10)}&to=${today()}`;

  it('is written by the records; words are added, nothing is typed twice', async () => {
    const filed = await fileCase(p, 'worker1', { text: '=巡查看到井盖坏了' });
    await must(p, 'worker1', filed.id, 'note', { note: '放了警示锥' });
    const read = await p.call('worker1', 'GET', `/api/v1/rhythm/diary?${period()}`);
    expect(read.status, read.text).toBe(200);
    const day = read.body.days[0];
    expect(day.day).toBe(today());
    const labels = day.lines.filter((line: { caseId: string }) => line.caseId === filed.id);
    expect(labels.map((line: { label: string }) => line.label)).toEqual(['上报', '内部备注']);
    expect(day.lines.some((line: { label: string }) => line.label === '交班')).toBe(true);
    expect(day.counts.reduce((sum: number, one: { n: number }) => sum + one.n, 0)).toBe(day.lines.length);
    expect(JSON.stringify(read.body)).not.toMatch(/score|rank|points/i);

    const words = (baseVersion: number, text: string, at = today()) =>
      p.call('worker1', 'POST', '/api/v1/rhythm/diary/words', {
        body: { day: at, words: text, baseVersion },
      });
    expect((await words(0, '下午去了幼儿园门口')).body.version).toBe(1);
    const lost = await words(0, '另一部手机上的话');
    expect([lost.status, lost.body.code]).toEqual([409, 'rhythm.diary-changed']);
    expect((await words(0, '早了', '2026-01-01')).body.code).toBe('rhythm.diary-day');
    expect((await words(0, '晚了', '2027-01-01')).body.code).toBe('rhythm.diary-day');
    const csv = await p.call('worker1', 'GET', `/api/v1/rhythm/diary/export?${period()}`);
    expect(csv.raw.headers['content-type']).toContain('text/csv');
    expect(csv.text).toContain(`"'=巡查看到井盖坏了"`);
    expect(csv.text).toContain('下午去了幼儿园门口');
  });

  it('is open to the person and to those who answer for the area, and the person sees who looked', async () => {
    const account = p.district.accounts.worker1;
    const open = (person: Parameters<TestProduct['call']>[0]) =>
      p.call(person, 'GET', `/api/v1/rhythm/diary?account=${account}&${period()}`);
    const own = await open('worker1');
    expect(own.body.reads).toEqual([]);
    const above = await open('secretary1');
    expect(above.status, above.text).toBe(200);
    expect(above.body.days[0].words).toBe('下午去了幼儿园门口');
    expect(above.body.reads).toEqual([]);
    for (const person of ['worker2', 'secretary2', 'urban', 'dispatcher2', 'auditor'] as const)
      expect([person, (await open(person)).body.code]).toEqual([person, 'rhythm.diary-not-yours']);
    expect((await open('worker1')).body.reads).toMatchObject([{ name: 'secretary1', at: p.clock.at }]);
    const log = await p.database.owner<{ n: number }>(
      `select count(*)::int as n from audit_log where action = 'rhythm.read-diary' and object_id = '${account}'`,
    );
    expect(log[0]?.n).toBe(1);
    const people = await p.call('secretary1', 'GET', '/api/v1/rhythm/diary/writers');
    expect(people.body.items.map((one: { account: string }) => one.account)).toContain(account);
    expect((await p.call('worker1', 'GET', '/api/v1/rhythm/diary/writers')).body.items).toEqual([]);
  });

  it('refuses a period that ends before it begins or is endless', async () => {
    for (const query of ['from=2026-07-02&to=2026-07-01', 'from=2020-01-01&to=2026-07-01']) {
      const answer = await p.call('worker1', 'GET', `/api/v1/rhythm/diary?${query}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'rhythm.period']);
    }
    expect((await p.call('worker1', 'GET', '/api/v1/rhythm/diary?from=2026-02-30&to=x')).status).toBe(400);
  });
});
