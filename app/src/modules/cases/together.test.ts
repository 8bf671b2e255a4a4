// Cases that belong together: merge and its way back, split, link, mediation. Through the API with the whole product.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring, fileCase, follow, give, must } from '../../../test/case-desk.ts';
import { DAY, HOUR, type TestProduct, testProduct } from '../../../test/product.ts';
import type { CaseState } from '../../engines/case/case.ts';
import { findCase } from '../../engines/case/case-store.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct();
});
afterAll(() => p.close());

const reporterWith = (name: string, phone: string) => ({ reporter: { name, phone } });
const view = async (person: 'dispatcher1' | 'worker2', id: string) =>
  (await p.call(person, 'GET', `/api/v1/cases/${id}`)).body;
/** The case as it is stored, folded to the engine's names. */
const state = async (id: string): Promise<CaseState> =>
  (await p.database.system((tx) => findCase(tx, id, id)))?.state as CaseState;
const seenBy = (code: string, phoneTail: string) =>
  p.call(null, 'POST', '/api/v1/public/follow', { body: { code, phoneTail } });

/** Two residents and a patrol report the same cover. */
async function threeOfOne() {
  const lead = await fileCase(p, null, reporterWith('王小明', '13900001234'));
  const second = await fileCase(p, null, reporterWith('李大华', '13900005678'), 'g2');
  const third = await fileCase(p, 'worker2', {}, 'g2');
  return { lead, second, third };
}

describe('merging', () => {
  it('makes one case of several reports, and everybody who reported is answered by it', async () => {
    const { lead, second, third } = await threeOfOne();
    await must(p, 'dispatcher1', second.id, 'merge', { into: lead.number, note: '同一个井盖' });
    await must(p, 'dispatcher1', third.id, 'merge', { into: lead.id });
    const merged = await state(lead.id);
    expect([merged.joined, merged.facts['reporters']]).toEqual([2, 2]);
    expect((await state(second.id)).state).toBe('merged');

    // The second reporter follows, is asked and answers with the code that they were given.
    const followed = await seenBy(second.code, '5678');
    expect(followed.body).toMatchObject({ number: lead.number, joined: 2 });
    await bring(p, lead.id, 'verified');
    const answered = await follow(p, { code: second.code, phoneTail: '5678' }, lead.id, 'confirm', {
      fixed: 'yes',
      rating: 5,
    });
    expect(answered.status).toBe(200);
    expect((await state(lead.id)).state).toBe('closed');
    expect((await seenBy(lead.code, '1234')).body.outcome.solved).toBe('yes');

    // The worker of the other grid sees why their report went there, but not what is outside their grid.
    const mine = await view('worker2', third.id);
    expect(mine.state.code).toBe('merged');
    expect(mine.related).toMatchObject([{ number: lead.number, relation: 'merged-into', headline: null }]);
    expect((await view('dispatcher1', lead.id)).related.map((one: { number: string }) => one.number)).toEqual(
      [second.number, third.number],
    );
  });

  it('takes a wrong merge back: clocks, state and reporters are as if nothing had been', async () => {
    const { lead, second } = await threeOfOne();
    await bring(p, second.id, 'handling');
    const before = await state(second.id);
    await must(p, 'dispatcher1', second.id, 'merge', { into: lead.number });
    expect((await state(second.id)).clocks.every((clock) => clock.state === 'stopped')).toBe(true);
    p.clock.at += 2 * HOUR;
    await p.timers();
    await must(p, 'dispatcher1', second.id, 'unmerge', { reason: '看错了，是两个井盖' });
    expect(plain(await state(second.id))).toEqual(plain(before));
    expect(await state(lead.id)).toMatchObject({ joined: 1, facts: { members: [], reporters: 1 } });
    expect((await seenBy(second.code, '5678')).body.number).toBe(second.number);
    // Its limit ran on in the meantime: late is late.
    p.clock.at += 20 * DAY;
    await p.timers();
    expect((await state(second.id)).facts['late']).toBe(true);
    expect(await p.doctor()).toEqual([]);
  });

  it('refuses what can’t be one case, in words that name the way out, and leaves both as they were', async () => {
    const { lead, second, third } = await threeOfOne();
    const noise = await fileCase(p, null, { kind: 'request', category: 'living.noise-neighbour' });
    const refusal = async (id: string, into: string, code: string) => {
      const was = await state(id);
      const answer = await give(p, 'dispatcher1', id, 'merge', { into });
      expect(answer.body.code).toBe(code);
      expect(answer.body.detail).toMatch(/请/);
      expect(answer.body.detail).not.toContain('内容无效');
      expect(await state(id)).toEqual(was);
    };
    await refusal(second.id, second.number, 'cases.same-case');
    await refusal(second.id, '260101-00000000', 'cases.other-not-found');
    await refusal(noise.id, lead.number, 'cases.merge-private');
    await refusal(second.id, noise.number, 'cases.merge-private');
    await must(p, 'dispatcher1', second.id, 'merge', { into: lead.number });
    await refusal(third.id, second.number, 'cases.merge-into-merged');
    await refusal(lead.id, third.number, 'cases.merge-of-lead');
    await bring(p, lead.id, 'verified');
    await follow(p, { code: lead.code, phoneTail: '1234' }, lead.id, 'confirm', { fixed: 'yes' });
    await refusal(third.id, lead.number, 'cases.merge-into-closed');
    const late = await give(p, 'dispatcher1', second.id, 'unmerge', { reason: '又看了一次' });
    expect(late.body.code).toBe('cases.unmerge-after-closure');
    // Reopened, it can be taken out again.
    await must(p, 'dispatcher1', lead.id, 'reopen', { reason: '并错了' });
    await must(p, 'dispatcher1', second.id, 'unmerge', { reason: '又看了一次' });
    expect((await state(second.id)).state).toBe('reported');
  });

  it('does not lose a complaint about a firm in a report that says nothing of it', async () => {
    const { lead } = await threeOfOne();
    const complaint = await fileCase(p, null, { subjectUnitId: p.district.units['firm'] });
    const answer = await give(p, 'dispatcher1', complaint.id, 'merge', { into: lead.number });
    expect(answer.body.code).toBe('cases.merge-subject');
  });

  it('is one fact when two people merge at once, and one merge when it is sent twice', async () => {
    const { lead, second, third } = await threeOfOne();
    const commandId = p.ids.next();
    const answers = await Promise.all([
      give(p, 'dispatcher1', second.id, 'merge', { into: lead.number }, { commandId }),
      give(p, 'dispatcher1', second.id, 'merge', { into: lead.number }, { commandId }),
      give(p, 'dispatcher1', third.id, 'merge', { into: lead.number }),
      give(p, 'dispatcher1', lead.id, 'note', { note: '同时写的备注' }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(await state(lead.id)).toMatchObject({ joined: 2 });
    expect((await state(lead.id)).facts['members']).toHaveLength(2);
    expect(await p.doctor()).toEqual([]);
  });

  it('restores any working case exactly, whatever happened to the leading one meanwhile', async () => {
    const stages = ['reported', 'filed', 'dispatched', 'handling', 'paused', 'checking'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...stages),
        fc.integer({ min: 0, max: 600 }),
        fc.boolean(),
        async (stage, minutes, urge) => {
          const lead = await fileCase(p, null, reporterWith('王小明', '13900001234'));
          const member = await fileCase(p, null, reporterWith('李大华', '13900005678'));
          if (stage === 'paused') {
            await bring(p, member.id, 'handling');
            await must(p, 'urban', member.id, 'pause', { reason: 'material', note: '等配件' });
          } else if (stage !== 'reported') await bring(p, member.id, stage);
          const before = await state(member.id);
          const leadBefore = await state(lead.id);
          await must(p, 'dispatcher1', member.id, 'merge', { into: lead.number });
          p.clock.at += minutes * 60_000;
          if (urge) await must(p, 'dispatcher1', lead.id, 'note', { note: '在看' });
          await must(p, 'dispatcher1', member.id, 'unmerge', { reason: '不是同一件' });
          expect(plain(await state(member.id))).toEqual(plain(before));
          expect((await state(lead.id)).joined).toBe(leadBefore.joined);
        },
      ),
      { numRuns: 8, seed: 7 },
    );
    expect(await p.doctor()).toEqual([]);
  }, 240_000);
});

describe('splitting', () => {
  it('gives the second matter a number and clocks of its own, and the reporter follows both', async () => {
    const filed = await fileCase(p, null, {
      text: '井盖松动，旁边的路灯也不亮',
      ...reporterWith('王小明', '13900001234'),
    });
    const form = { category: 'utility.streetlight', headline: '路灯不亮', text: '井盖旁的路灯不亮' };
    await must(p, 'dispatcher1', filed.id, 'split', form);
    const [part] = (await view('dispatcher1', filed.id)).related;
    expect(part).toMatchObject({ relation: 'split', headline: '路灯不亮' });
    const opened = await state(part.id);
    expect(opened).toMatchObject({
      category: 'utility.streetlight',
      joined: 1,
      state: 'filed',
      parentId: null,
    });
    expect(opened.number).not.toBe(filed.number);
    const followed = await seenBy(filed.code, '1234');
    const [second] = followed.body.splits;
    const other = await seenBy(second.code, '1234');
    expect(other.body).toMatchObject({ number: opened.number, headline: '路灯不亮' });
    expect((await seenBy(second.code, '9999')).status).toBe(403);
    expect(await p.doctor()).toEqual([]);
  });

  it('refuses a category that is not there, and opens nothing', async () => {
    const filed = await fileCase(p, null);
    const form = { category: 'no.such', headline: '另一件', text: '另一件' };
    const answer = await give(p, 'dispatcher1', filed.id, 'split', form);
    expect(answer.body.code).toBe('cases.unknown-category');
    expect((await state(filed.id)).version).toBe(1);
  });
});

// Journey 5 of the acceptance journeys: 501 complains of 401's noise, 401 of 501's leak.
describe('同楼互诉', () => {
  it('keeps two cases, two clocks and two secrets; mediation only when both agree', async () => {
    const noise = await fileCase(p, null, {
      kind: 'request',
      category: 'living.noise-neighbour',
      text: '楼下 401 半夜吵',
      ...reporterWith('周五零一', '13900000501'),
    });
    const leak = await fileCase(p, null, {
      kind: 'request',
      category: 'living.noise-neighbour',
      text: '楼上 501 漏水',
      ...reporterWith('吴四零一', '13900000401'),
    });
    expect((await give(p, 'dispatcher1', noise.id, 'merge', { into: leak.number })).body.code).toBe(
      'cases.merge-private',
    );
    expect(
      (await give(p, 'dispatcher1', noise.id, 'offer-mediation', { note: '愿意谈谈吗' })).body.code,
    ).toBe('cases.no-counterpart');
    expect((await give(p, 'dispatcher1', leak.id, 'merge', { into: noise.number })).body.code).toBe(
      'cases.merge-private',
    );
    p.clock.at += HOUR;
    await must(p, 'dispatcher1', leak.id, 'accept');
    const clocks = async () => [(await state(noise.id)).clocks, (await state(leak.id)).clocks];
    const before = await clocks();
    expect(before[0]).not.toEqual(before[1]);
    await must(p, 'dispatcher1', noise.id, 'link', { case: leak.number, why: 'counterpart' });
    // Each goes on by its own clocks.
    expect(await clocks()).toEqual(before);
    expect((await state(leak.id)).facts['links']).toMatchObject([{ id: noise.id, why: 'counterpart' }]);

    // Neither side learns of the other: no number, no words, no name, no phone.
    for (const [mine, tail, other, ...secrets] of [
      [noise, '0501', leak, '吴四零一', '13900000401', '楼上 501 漏水'],
      [leak, '0401', noise, '周五零一', '13900000501', '楼下 401 半夜吵'],
    ] as const) {
      const text = JSON.stringify((await seenBy(mine.code, tail)).body);
      expect(text).not.toContain(other.number);
      expect(text).not.toContain(other.id);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }

    await must(p, 'dispatcher1', noise.id, 'offer-mediation', { note: '愿意由社区调解吗？' });
    expect((await give(p, 'dispatcher1', noise.id, 'mediate', { result: '谈了' })).body.code).toBe(
      'cases.mediation-not-agreed',
    );
    const agree = (mine: { code: string; id: string }, phoneTail: string, answer: string) =>
      follow(p, { code: mine.code, phoneTail }, mine.id, 'answer-mediation', { agree: answer });
    expect((await agree(noise, '0501', 'yes')).status).toBe(200);
    expect((await give(p, 'dispatcher1', noise.id, 'mediate', { result: '谈了' })).body.code).toBe(
      'cases.mediation-not-agreed',
    );
    expect((await agree(leak, '0401', 'yes')).status).toBe(200);
    await must(p, 'dispatcher1', noise.id, 'mediate', { result: '约定晚上十点后安静，漏水一起请人修' });
    // Consent can be taken back.
    expect((await agree(leak, '0401', 'no')).status).toBe(200);
    expect((await give(p, 'dispatcher1', noise.id, 'mediate', { result: '再谈' })).body.code).toBe(
      'cases.mediation-not-agreed',
    );
    await must(p, 'dispatcher1', leak.id, 'unlink', { case: noise.number });
    expect((await state(noise.id)).facts['links']).toEqual([]);
    // Both stood to the end, each with its own number, reporter and clocks.
    expect([(await state(noise.id)).state, (await state(leak.id)).state]).not.toContain('merged');
    expect([(await state(noise.id)).joined, (await state(leak.id)).joined]).toEqual([1, 1]);
  });

  it('puts no label on anybody: the next case of the same person knows nothing of it', async () => {
    const form = { kind: 'request', category: 'living.noise-neighbour' };
    const one = await fileCase(p, null, {
      ...form,
      text: '楼下砸墙',
      ...reporterWith('郑甲', '13900000601'),
    });
    const two = await fileCase(p, null, {
      ...form,
      text: '楼上漏水',
      ...reporterWith('冯乙', '13900000602'),
    });
    await must(p, 'dispatcher1', one.id, 'link', { case: two.number, why: 'counterpart' });
    await must(p, 'dispatcher1', one.id, 'offer-mediation', { note: '愿意由社区调解吗？' });
    const next = await fileCase(p, null, { text: '井盖松动', ...reporterWith('郑甲', '13900000601') });
    const stranger = await fileCase(p, null, { text: '井盖松动', ...reporterWith('褚丙', '13900000603') });
    const known = await view('dispatcher1', next.id);
    const text = JSON.stringify(known);
    for (const trace of [one.number, one.id, two.number, two.id, '冯乙'])
      expect([trace, text.includes(trace)]).toEqual([trace, false]);
    expect(known.related).toEqual([]);
    // A page says of one who had a quarrel what it says of one who had none.
    expect(Object.keys(known).sort()).toEqual(Object.keys(await view('dispatcher1', stranger.id)).sort());
    expect([(await state(next.id)).category, (await state(next.id)).state]).toEqual([
      (await state(stranger.id)).category,
      (await state(stranger.id)).state,
    ]);
  });
});

describe('双方互相反映', () => {
  it('are never merged, whatever they are about, from either side, until the link is taken away', async () => {
    const side = (text: string) =>
      fileCase(p, null, {
        kind: 'request',
        category: 'living.heating',
        text,
        ...reporterWith('住户', '13900000777'),
      });
    const [above, below] = [await side('楼下砸暖气管'), await side('楼上暖气漏水')];
    await must(p, 'dispatcher1', above.id, 'link', { case: below.number, why: 'counterpart' });
    for (const [from, into] of [
      [above, below],
      [below, above],
    ] as const) {
      const was = await state(from.id);
      const answer = await give(p, 'dispatcher1', from.id, 'merge', { into: into.number });
      expect([answer.status, answer.body.code]).toEqual([409, 'cases.merge-counterpart']);
      expect(await state(from.id)).toEqual(was);
    }
    await must(p, 'dispatcher1', above.id, 'unlink', { case: below.number });
    await must(p, 'dispatcher1', above.id, 'merge', { into: below.number });
    expect((await state(above.id)).state).toBe('merged');
  });
});

describe('redirecting', () => {
  it('puts a wrong dispatch right; the number stays and the limit runs on', async () => {
    const filed = await fileCase(p, null);
    await bring(p, filed.id, 'handling');
    const before = await state(filed.id);
    const started = before.clocks.find((clock) => clock.name === 'handle')?.startedAt;
    p.clock.at += HOUR;
    const unit = p.district.units['street1'] as string;
    const same = await give(p, 'dispatcher1', filed.id, 'redirect', {
      unit: before.ownerUnit,
      reason: '试试',
    });
    expect(same.body.code).toBe('cases.redirect-same');
    await must(p, 'dispatcher1', filed.id, 'redirect', { unit, reason: '派错了' });
    const after = await state(filed.id);
    expect(after).toMatchObject({ state: 'dispatched', ownerUnit: unit, number: before.number });
    const handle = after.clocks.find((clock) => clock.name === 'handle');
    expect([handle?.startedAt, handle?.due]).toEqual([
      started,
      before.clocks.find((clock) => clock.name === 'handle')?.due,
    ]);
  });
});

/** A case without what every further step changes. */
function plain(state: CaseState) {
  return { ...state, version: 0, lastAt: 0 };
}
