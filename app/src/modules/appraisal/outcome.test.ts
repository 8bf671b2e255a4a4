// The kept rows against the steps, and past days against themselves, for random lives of cases.
import { createRandom } from '@renlin/core/random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileCase, follow } from '../../../test/case-desk.ts';
import { HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { findCase, listSteps } from '../../engines/case/case-store.ts';
import { civilDate } from '../../kernel/clock.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type OutcomeRecord, outcomesOf } from './outcome.ts';
import { countMissing } from './outcomes.ts';
import { chosenFor, type Ending, firstPlan } from './plan.ts';
import { ratesOf } from './rates.ts';
import * as store from './store.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'outcome' });
});
afterAll(() => p.close());

const system = scopeOf({ kind: 'system', district: 'demo', reason: 'test' });
const CASES = 9;
const TURNS = 160;
const groupings = ['area', 'unit', 'category'] as const;

async function ratesAsOf(asOf: string) {
  return p.platform.db.read(system, async (tx) => {
    const all = [];
    for (const by of groupings)
      all.push(
        await ratesOf(p.product.appraisal, tx, 'zh-CN', { asOf, from: '2026-07-01', to: '2026-08-31', by }),
      );
    return all.map(({ total, groups }) => ({ total, groups }));
  });
}

it('keeps exactly what the steps say, and the rates of a day as they were on that day', async () => {
  const random = createRandom('outcome');
  const ids: { id: string; code: string }[] = [];
  const records = new Map<string, OutcomeRecord[]>();
  const snapshots = new Map<string, unknown>();
  const done = new Map<string, number>();
  const staff: PersonKey[] = ['dispatcher1', 'urban', 'verifier', 'worker1', 'chief', 'secretary1'];
  let last: { person: PersonKey; id: string; commandId: string } | undefined;
  for (let turn = 0; turn < TURNS; turn++) {
    if (turn % 24 === 0 && ids.length < CASES) {
      const filed = await fileCase(p, null, {
        reporter: { name: '张三', phone: '13812345678' },
        category: ids.length % 2 === 0 ? 'utility.manhole' : 'appearance.hallway',
      });
      ids.push({ id: filed.id, code: filed.code });
    }
    const one = ids[random.int(ids.length)] as { id: string; code: string };
    const dice = random.int(20);
    if (dice === 0 && last) {
      const undone = await p.call(last.person, 'POST', `/api/v1/cases/${last.id}/undo`, {
        body: { commandId: p.ids.next(), undoes: last.commandId },
      });
      if (undone.status === 200) done.set('undo', (done.get('undo') ?? 0) + 1);
      last = undefined;
    } else if (dice === 1) {
      const facts: OutcomeRecord['facts'] =
        random.int(3) === 0
          ? { excluded: true }
          : {
              backSolved: random.int(2) ? 'yes' : 'no',
              backSatisfied: (['yes', 'no', 'none'] as const)[random.int(3)] ?? 'none',
            };
      await p.database.system(async (tx) => {
        await store.lockCase(tx, one.id);
        await store.writeRecord(tx, one.id, p.clock.at, facts);
      });
      records.set(one.id, [...(records.get(one.id) ?? []), { at: p.clock.at, facts }]);
    } else if (dice < 5) {
      const { row } = await p.stored(one.id);
      const name =
        row['confirmed'] === 'pending' ? 'confirm' : (['rate', 'reopen', 'urge'][random.int(3)] as string);
      const form: Record<string, unknown> = {
        confirm: { fixed: random.int(3) ? 'yes' : 'no', rating: 1 + random.int(5) },
        rate: { rating: 1 + random.int(5) },
        reopen: { reason: '又坏了' },
        urge: {},
      }[name] as Record<string, unknown>;
      const answer = await follow(p, { code: one.code, phoneTail: '5678' }, one.id, name, form);
      if (answer.status === 200) done.set(name, (done.get(name) ?? 0) + 1);
    } else {
      const person = staff[random.int(staff.length)] as PersonKey;
      const seen = await p.call(person, 'GET', `/api/v1/cases/${one.id}`);
      const actions = ((seen.body?.actions ?? []) as { name: string; tone: string }[]).filter(
        (action) => !['note', 'escalate', 'urge', 'supervise'].includes(action.name),
      );
      const main = actions.filter((action) => action.tone === 'primary');
      const pool = main.length > 0 && random.int(4) > 0 ? main : actions;
      const chosen = pool[random.int(Math.max(1, pool.length))];
      if (chosen) {
        const commandId = p.ids.next();
        const units = ['urban-management', 'committee1', 'housing'].map((name) => p.district.units[name]);
        const form: Record<string, unknown> =
          {
            dispatch: { unit: p.district.units['urban-management'] },
            finish: { result: '已处理' },
            return: { item: 'p-05', proposedUnit: units[2], reason: '不属于本单位' },
            decline: { reason: 'private', whereTo: '调解委员会' },
            verify: { result: random.int(4) ? 'pass' : 'fail' },
            answer: { note: '正在办理' },
            reopen: { reason: '复查未通过' },
            'take-escalation': { note: '我来协调' },
            'hand-back': { reason: '请继续办理' },
          }[chosen.name] ?? {};
        const given = await p.call(person, 'POST', `/api/v1/cases/${one.id}/commands`, {
          body: { commandId, name: chosen.name, baseVersion: seen.body.version, form },
        });
        if (given.status === 200) {
          done.set(chosen.name, (done.get(chosen.name) ?? 0) + 1);
          last = { person, id: one.id, commandId };
        }
      }
    }
    const before = civilDate(p.clock.at);
    // Mostly seconds, so that a step can be taken back; sometimes hours; at the end of a day its numbers are written down.
    p.clock.at += random.int(5) === 0 ? (1 + random.int(9)) * HOUR : 1 + random.int(MINUTE / 8);
    if (civilDate(p.clock.at) !== before) {
      snapshots.set(before, await ratesAsOf(before));
      last = undefined;
      if (random.int(2)) await p.timers();
    }
  }
  // The lives were lively enough to prove something.
  for (const name of ['undo', 'dispatch', 'finish', 'verify', 'confirm'])
    expect(done.get(name) ?? 0, name).toBeGreaterThan(0);
  expect(snapshots.size).toBeGreaterThan(5);

  let rows = 0;
  for (const { id } of ids) {
    const { kept, truth } = await p.platform.db.read(system, async (tx) => {
      const state = (await findCase(tx, id, id))?.state;
      if (!state) throw new Error('no case');
      return {
        kept: await store.listOutcomes(tx, id),
        truth: outcomesOf(state, await listSteps(tx, id), records.get(id)),
      };
    });
    expect(kept).toEqual(truth);
    rows += kept.length;
  }
  expect(rows).toBeGreaterThan(CASES * 3);
  for (const [day, then] of snapshots) expect([day, await ratesAsOf(day)]).toEqual([day, then]);

  // Made again from the steps alone, the rows of cases without records are the same.
  const plain = ids.filter(({ id }) => !records.has(id)).map(({ id }) => id);
  expect(plain.length).toBeGreaterThan(0);
  const read = (id: string) => p.platform.db.read(system, (tx) => store.listOutcomes(tx, id));
  const keptBefore = await Promise.all(plain.map(read));
  await p.database.owner('delete from case_outcomes where case_id = any ($1)', [plain]);
  expect(await countMissing(p.product.appraisal, 'demo')).toBe(plain.length);
  expect(await Promise.all(plain.map(read))).toEqual(keptBefore);
}, 400_000);

it('counts a moved area for its new place from then on, and for the old one before', async () => {
  const filed = await fileCase(p, null, {}, 'g4');
  const before = p.clock.at;
  p.clock.at += HOUR;
  await p.database.system((tx) =>
    store.rewritePaths(tx, p.district.paths.g4, `${p.district.paths.c1}zz/`, p.clock.at),
  );
  const rows = await p.platform.db.read(system, (tx) => store.listOutcomes(tx, filed.id));
  expect(rows.map((row) => [row.validFrom, row.facts.areaPath])).toEqual([
    [before, p.district.paths.g4],
    [p.clock.at, `${p.district.paths.c1}zz/`],
  ]);
});

it('draws by a keyed lot: the planned share, the same again, and never who may not be called', () => {
  const key = new Uint8Array(32).fill(7);
  const ending = (n: number, more: Partial<Ending> = {}): Ending => ({
    caseId: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    kind: 'incident',
    category: 'utility.manhole',
    unitId: null,
    ended: 'closed',
    endedAt: 1_000_000 + n,
    mayBeCalled: true,
    saidNo: false,
    reopened: 0,
    ...more,
  });
  const many = Array.from({ length: 4000 }, (_, n) => ending(n));
  const drawn = many.filter((one) => chosenFor(firstPlan, one, key) === 'sampled');
  expect(drawn.length / many.length).toBeGreaterThan(0.17);
  expect(drawn.length / many.length).toBeLessThan(0.23);
  expect(many.filter((one) => chosenFor(firstPlan, one, key) === 'sampled')).toEqual(drawn);
  const other = new Uint8Array(32).fill(8);
  expect(many.filter((one) => chosenFor(firstPlan, one, other) === 'sampled')).not.toEqual(drawn);
  const nobody = { ...firstPlan, rules: [{ category: 'utility', percent: 0 }], otherwisePercent: 100 };
  expect(many.some((one) => chosenFor(nobody, one, key))).toBe(false);
  expect(chosenFor(nobody, ending(1, { saidNo: true }), key)).toBe('said-no');
  expect(chosenFor(nobody, ending(1, { reopened: 1 }), key)).toBe('reopened');
  expect(chosenFor(nobody, ending(1, { category: 'utilityx' }), key)).toBe('sampled');
  expect(chosenFor(firstPlan, ending(1, { mayBeCalled: false, saidNo: true }), key)).toBeUndefined();
});
