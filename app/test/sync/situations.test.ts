// The situations of offline work by name: what ODK Central tries of its offline entities (in order, backwards, with a hole, with an
// online edit in between, before the filing, twice, forced after days), and what happens beside that to people and grids, in our model:
// commands to cases, each with the version that the person saw and the own earlier commands that it rests on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring, fileCase, give, must } from '../case-desk.ts';
import { DAY, HOUR, type TestProduct, testProduct } from '../product.ts';
import { fieldDesk } from './field-desk.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'situations' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});
const {
  send,
  said,
  names,
  heldOf,
  runHeldJob,
  dispatched,
  chain,
  phoneOf,
  report,
  command,
  states,
  pumpAll,
} = fieldDesk(() => p);

describe('in order', () => {
  it('several commands given offline are carried out in their order', async () => {
    const id = await dispatched();
    const ids = chain();
    await send('urban', id, { name: 'sign', base: 3, id: ids.sign });
    await send('urban', id, {
      name: 'note',
      form: { note: '到场' },
      base: 3,
      id: ids.note,
      follows: [ids.sign],
    });
    const last = await send('urban', id, {
      name: 'finish',
      form: { result: '好了' },
      base: 3,
      id: ids.finish,
      follows: [ids.sign, ids.note],
    });
    expect(said(last)).toEqual([200, 'accepted']);
    expect(last.body.stepVersion).toBe(6);
    expect((await names(id)).slice(3)).toEqual(['sign', 'note', 'finish']);
  });
  it('also when somebody remarked something in the meantime', async () => {
    const id = await dispatched();
    await must(p, 'dispatcher1', id, 'note', { note: '催一下' });
    const sign = p.ids.next();
    expect(said(await send('urban', id, { name: 'sign', base: 3, id: sign }))).toEqual([200, 'accepted']);
    const finish = await send('urban', id, {
      name: 'finish',
      form: { result: '好' },
      base: 3,
      follows: [sign],
    });
    expect(said(finish)).toEqual([200, 'accepted']);
  });
  it('also with remarks before and between', async () => {
    const id = await dispatched();
    const sign = p.ids.next();
    await must(p, 'dispatcher1', id, 'note', { note: '一' });
    await send('urban', id, { name: 'sign', base: 3, id: sign });
    await must(p, 'dispatcher1', id, 'urge', {});
    const finish = await send('urban', id, {
      name: 'finish',
      form: { result: '好' },
      base: 3,
      follows: [sign],
    });
    expect(said(finish)).toEqual([200, 'accepted']);
    expect((await names(id)).slice(3)).toEqual(['note', 'sign', 'urge', 'finish']);
  });
  it('also when they begin with the filing', async () => {
    const phone = await phoneOf('worker1');
    const filing = report(phone);
    await phone.sync.submit(filing);
    await phone.sync.submit(command(phone, filing.id, 'note', { note: '围好了' }, 1));
    await phone.sync.submit(command(phone, filing.id, 'note', { note: '有人来了' }, 1));
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await names(filing.id)).toEqual(['file', 'note', 'note']);
  });
  it('a replay tells the version that the command made, not the one the case has now', async () => {
    const id = await dispatched();
    const sign = p.ids.next();
    await send('urban', id, { name: 'sign', base: 3, id: sign });
    await must(p, 'dispatcher1', id, 'note', { note: '后来' });
    const again = await send('urban', id, { name: 'sign', base: 3, id: sign });
    expect([again.body.stepVersion, again.body.case.version]).toEqual([4, 5]);
  });
});

describe('out of order', () => {
  it('what comes before the command it rests on is held, and both are carried out in order', async () => {
    const id = await dispatched();
    const ids = chain();
    const early = await send('urban', id, {
      name: 'finish',
      form: { result: '好' },
      base: 3,
      id: ids.finish,
      follows: [ids.sign],
    });
    expect(said(early)).toEqual([202, 'held']);
    expect((await p.stored(id)).state).toBe('dispatched');
    await send('urban', id, { name: 'sign', base: 3, id: ids.sign });
    expect((await names(id)).slice(3)).toEqual(['sign', 'finish']);
    expect(await heldOf(id)).toEqual([]);
  });
  it('a whole chain that arrives backwards', async () => {
    const id = await dispatched();
    const ids = chain();
    await send('urban', id, {
      name: 'finish',
      form: { result: '好' },
      base: 3,
      id: ids.finish,
      follows: [ids.sign, ids.note],
    });
    await send('urban', id, {
      name: 'note',
      form: { note: '到场' },
      base: 3,
      id: ids.note,
      follows: [ids.sign],
    });
    expect(await heldOf(id)).toHaveLength(2);
    await send('urban', id, { name: 'sign', base: 3, id: ids.sign });
    expect((await names(id)).slice(3)).toEqual(['sign', 'note', 'finish']);
  });
  it('a chain with its middle missing stops there until it comes', async () => {
    const id = await dispatched();
    const ids = chain();
    await send('urban', id, { name: 'sign', base: 3, id: ids.sign });
    const third = {
      name: 'finish',
      form: { result: '好' },
      base: 3,
      id: ids.finish,
      follows: [ids.sign, ids.note],
    };
    expect(said(await send('urban', id, third))).toEqual([202, 'held']);
    await must(p, 'dispatcher1', id, 'note', { note: '别人的话不算' });
    expect((await p.stored(id)).state).toBe('handling');
    await send('urban', id, {
      name: 'note',
      form: { note: '到场' },
      base: 3,
      id: ids.note,
      follows: [ids.sign],
    });
    expect((await names(id)).slice(3)).toEqual(['sign', 'note', 'note', 'finish']);
    expect(said(await send('urban', id, third))).toEqual([200, 'accepted']);
  });
  it('a version that is not there yet is held, however often it is sent', async () => {
    const id = await dispatched();
    const commandId = p.ids.next();
    const early = { name: 'note', form: { note: '早了' }, base: 5, id: commandId };
    for (const _ of [1, 2, 3]) expect(said(await send('urban', id, early))).toEqual([202, 'held']);
    expect(await heldOf(id)).toHaveLength(1);
    await must(p, 'urban', id, 'sign');
    await must(p, 'urban', id, 'finish', { result: '好' });
    expect((await names(id)).filter((name) => name === 'note')).toHaveLength(1);
  });
  it('a command before its filing is not remembered as refused: after the filing it is carried out', async () => {
    const id = p.ids.next();
    const note = { name: 'note', form: { note: '先到' }, base: 1, id: p.ids.next() };
    expect(said(await send('worker1', id, note))).toEqual([404, 'cases.not-found']);
    await fileCase(p, 'worker1', { commandId: id });
    expect(said(await send('worker1', id, note))).toEqual([200, 'accepted']);
  });
  it('a phone never sends a command before its filing, whatever becomes of the filing on its way', async () => {
    const phone = await phoneOf('worker1', ['request-lost', 'answer-lost', 'busy', 'captive']);
    const filing = report(phone);
    await phone.sync.submit(filing);
    await phone.sync.submit(command(phone, filing.id, 'note', { note: '后到' }, 1));
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['waiting', 'waiting']);
    await pumpAll(phone);
    expect(await states(phone)).toEqual(['accepted', 'accepted']);
    expect(await names(filing.id)).toEqual(['file', 'note']);
  });
  it('what rests on a refused command is decided by the lifecycle when it comes all the same', async () => {
    const id = await dispatched();
    const refused = p.ids.next();
    const no = await send('urban', id, { name: 'resume', base: 3, id: refused });
    expect(no.status).toBe(409);
    const next = await send('urban', id, { name: 'sign', base: 3, follows: [refused] });
    expect(said(next)).toEqual([200, 'accepted']);
  });
  it('a command of another case is none that one can rest on', async () => {
    const id = await dispatched();
    const other = await dispatched();
    const elsewhere = p.ids.next();
    await send('urban', other, { name: 'sign', base: 3, id: elsewhere });
    expect(said(await send('urban', id, { name: 'sign', base: 3, follows: [elsewhere] }))).toEqual([
      202,
      'held',
    ]);
    expect((await p.stored(id)).version).toBe(3);
  });
  it('nobody without the right can leave something to be held', async () => {
    const id = await dispatched();
    const answer = await send('worker1', id, {
      name: 'finish',
      form: { result: 'x' },
      base: 3,
      follows: [p.ids.next()],
    });
    expect(said(answer)).toEqual([403, 'auth.forbidden']);
    expect(await heldOf(id)).toEqual([]);
  });
});

describe('somebody else in between', () => {
  it('what matters is a conflict, and says what changed', async () => {
    const id = await dispatched();
    await must(p, 'dispatcher1', id, 'redirect', { unit: p.district.units['housing'], reason: '派错了' });
    await must(p, 'dispatcher1', id, 'redirect', {
      unit: p.district.units['urban-management'],
      reason: '又派回',
    });
    const answer = await send('urban', id, { name: 'sign', base: 3 });
    expect(said(answer)).toEqual([409, 'cases.version-conflict']);
    expect(answer.body.params.changes).toHaveLength(2);
  });
  it('between two own commands: the first stays, the second is held for the person', async () => {
    const id = await dispatched();
    const phone = await phoneOf('urban');
    await phone.sync.submit(command(phone, id, 'sign', {}, 3));
    await phone.sync.pump();
    await must(p, 'dispatcher1', id, 'correct', { headline: '换个说法' });
    await phone.sync.submit(command(phone, id, 'finish', { result: '好' }, 3));
    await phone.sync.submit(command(phone, id, 'note', { note: '收尾' }, 3));
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['accepted', 'held: conflict', 'waiting']);
    const asked = (await phone.items())[1];
    expect(asked?.said?.params['changes']).toMatchObject([{ name: 'correct' }]);
    await phone.sync.again(asked?.id ?? '', 5);
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['accepted', 'accepted', 'accepted']);
    expect((await names(id)).slice(3)).toEqual(['sign', 'correct', 'finish', 'note']);
  });
  it('at the very beginning: nothing of the chain is carried out before the person has decided', async () => {
    const id = await dispatched();
    await must(p, 'dispatcher1', id, 'correct', { headline: '改了' });
    const phone = await phoneOf('urban');
    for (const [name, form] of [
      ['sign', {}],
      ['finish', { result: '好' }],
    ] as const)
      await phone.sync.submit(command(phone, id, name, form, 3));
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['held: conflict', 'waiting']);
    expect((await p.stored(id)).state).toBe('dispatched');
  });
  it('the person takes theirs: the case stays as it is, and what was built on it is asked about', async () => {
    const id = await dispatched();
    const phone = await phoneOf('urban');
    await phone.sync.submit(command(phone, id, 'sign', {}, 3));
    await phone.sync.submit(command(phone, id, 'finish', { result: '好' }, 3));
    await must(p, 'dispatcher1', id, 'correct', { headline: '改了' });
    await phone.sync.pump();
    const [first, second] = await phone.items();
    await phone.sync.drop(first?.id ?? '');
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['held: earlier-refused']);
    expect((await p.stored(id)).version).toBe(4);
    await phone.sync.drop(second?.id ?? '');
    expect(await phone.items()).toEqual([]);
  });
  it('somebody else’s command is no excuse, even when it is named', async () => {
    const id = await dispatched();
    const theirs = p.ids.next();
    await give(p, 'dispatcher1', id, 'correct', { headline: '改' }, { commandId: theirs });
    const answer = await send('urban', id, { name: 'sign', base: 3, follows: [theirs] });
    expect(said(answer)).toEqual([409, 'cases.version-conflict']);
  });
});

describe('two phones', () => {
  it('with different intentions: the first holds, the second is told', async () => {
    const { id } = await fileCase(p, null);
    await bring(p, id, 'filed');
    const one = await phoneOf('dispatcher1');
    const other = await phoneOf('chief');
    await one.sync.submit(command(one, id, 'dispatch', { unit: p.district.units['urban-management'] }, 2));
    await other.sync.submit(command(other, id, 'decline', { reason: 'not-ours', whereTo: '物业' }, 2));
    await one.sync.pump();
    await other.sync.pump();
    expect([await states(one), await states(other)]).toEqual([['accepted'], ['held: conflict']]);
    expect((await p.stored(id)).state).toBe('dispatched');
  });
  it('that both finished: one does it, the other’s words are kept', async () => {
    const { id } = await fileCase(p, null);
    await bring(p, id, 'handling');
    const one = await phoneOf('urban');
    const other = await phoneOf('urban2');
    await one.sync.submit(command(one, id, 'finish', { result: '换好了' }, 4));
    await other.sync.submit(command(other, id, 'finish', { result: '我也到场' }, 4));
    await Promise.all([one.sync.pump(), other.sync.pump()]);
    expect([...(await states(one)), ...(await states(other))].sort()).toEqual(['accepted', 'merged']);
    expect((await names(id)).slice(4).sort()).toEqual(['also', 'finish']);
  });
  it('that both remarked: both stay', async () => {
    const id = await dispatched();
    for (const person of ['urban', 'dispatcher1'] as const) {
      const phone = await phoneOf(person);
      await phone.sync.submit(command(phone, id, 'note', { note: person }, 3));
      await phone.sync.pump();
      expect(await states(phone)).toEqual(['accepted']);
    }
    expect((await names(id)).slice(3)).toEqual(['note', 'note']);
  });
  it('that send the very same command: one step', async () => {
    const id = await dispatched();
    const same = { name: 'note', form: { note: '同一条' }, base: 3, id: p.ids.next() };
    const answers = await Promise.all([send('urban', id, same), send('urban', id, same)]);
    answers.push(await send('urban', id, same));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    expect((await names(id)).slice(3)).toEqual(['note']);
  });
  it('of one person: the other phone works on what the first filed', async () => {
    const one = await phoneOf('worker1');
    const other = await phoneOf('worker1');
    const filing = report(one);
    await one.sync.submit(filing);
    await one.sync.pump();
    await other.pull();
    expect(await other.replica.find(`case/${filing.id}`)).toMatchObject({ payload: { version: 1 } });
    await other.sync.submit(command(other, filing.id, 'note', { note: '换了手机' }, 1));
    await other.sync.pump();
    await one.pull();
    expect(await one.replica.find(`case/${filing.id}`)).toMatchObject({ payload: { version: 2 } });
  });
});

describe('lost and twice', () => {
  it('a filing whose answer was lost is one case', async () => {
    const phone = await phoneOf('worker1', ['answer-lost', 'answer-lost']);
    const filing = report(phone);
    await phone.sync.submit(filing);
    await pumpAll(phone);
    expect(await states(phone)).toEqual(['accepted']);
    expect(await names(filing.id)).toEqual(['file']);
  });
  it('doubled on the way it is one case too', async () => {
    const phone = await phoneOf('worker1', ['doubled', 'doubled']);
    const filing = report(phone);
    await phone.sync.submit(filing);
    await phone.sync.submit(command(phone, filing.id, 'note', { note: '两遍' }, 1));
    await phone.sync.pump();
    expect(await states(phone)).toEqual(['accepted', 'accepted']);
    expect(await names(filing.id)).toEqual(['file', 'note']);
  });
  it('what arrives days after its successor changes nothing any more', async () => {
    const phone = await phoneOf('worker1', ['late']);
    const filing = report(phone);
    await phone.sync.submit(filing);
    await phone.sync.submit(command(phone, filing.id, 'note', { note: '之后' }, 1));
    await pumpAll(phone);
    expect(await states(phone)).toEqual(['accepted', 'accepted']);
    p.clock.at += 2 * HOUR;
    await phone.letLateArrive();
    expect(await names(filing.id)).toEqual(['file', 'note']);
  });
  it('a filing that was carried out is not refused when its sender has moved away since', async () => {
    const phone = await phoneOf('worker2', ['answer-lost']);
    const trifle = { kind: 'trifle', category: 'appearance.litter', point: p.point('g2', 1) };
    const filing = report(phone, trifle);
    await phone.sync.submit(filing);
    await phone.sync.pump();
    await p.database.owner(`update org_holdings set valid_to = '2026-07-01' where person_id = $1`, [
      p.district.persons.worker2,
    ]);
    p.platform.sessions.forget('demo');
    await pumpAll(phone);
    expect(await states(phone)).toEqual(['accepted']);
    const fresh = report(phone, trifle);
    await phone.sync.submit(fresh);
    await pumpAll(phone);
    // A new one of the same kind is refused: the duty is gone.
    expect(await states(phone)).toEqual(['accepted', 'rejected']);
    await p.database.owner(`update org_holdings set valid_to = null where person_id = $1`, [
      p.district.persons.worker2,
    ]);
    p.platform.sessions.forget('demo');
  });
  it('a command that gave the case away is answered as it was done', async () => {
    const id = await dispatched();
    const phone = await phoneOf('urban', ['answer-lost']);
    const back = { item: 'p-05', proposedUnit: p.district.units['housing'], reason: '不归我们管' };
    await phone.sync.submit(command(phone, id, 'return', back, 3));
    await phone.sync.pump();
    expect((await p.stored(id)).row['owner_unit']).toBeNull();
    await pumpAll(phone);
    expect(await states(phone)).toEqual(['accepted']);
  });
  it('what was refused stays refused, with the words of the first time', async () => {
    const { id } = await fileCase(p, null);
    await bring(p, id, 'checking');
    const phone = await phoneOf('urban', ['answer-lost']);
    await phone.sync.submit(command(phone, id, 'sign', {}, (await p.stored(id)).version));
    await pumpAll(phone);
    const [item] = await phone.items();
    expect(item).toMatchObject({ state: 'held', why: 'conflict', said: { code: 'cases.not-possible' } });
    expect(item?.said?.title).not.toBe('');
  });
});

describe('after days', () => {
  it('a held command whose predecessor never came is given on the case as it is', async () => {
    const id = await dispatched();
    const note = {
      name: 'note',
      form: { note: '还是要说' },
      base: 3,
      id: p.ids.next(),
      follows: [p.ids.next()],
    };
    await send('urban', id, note);
    p.clock.at += 6 * DAY;
    await runHeldJob();
    expect(await heldOf(id)).toHaveLength(1);
    p.clock.at += 2 * DAY;
    await runHeldJob();
    expect(await heldOf(id)).toEqual([]);
    expect((await names(id)).at(-1)).toBe('note');
    expect(said(await send('urban', id, note))).toEqual([200, 'accepted']);
  });
  it('two whose first one is missing are given in their order', async () => {
    const id = await dispatched();
    const [first, second] = [p.ids.next(), p.ids.next()];
    await send('urban', id, { name: 'sign', base: 5, id: first });
    await send('urban', id, { name: 'finish', form: { result: '好' }, base: 6, id: second });
    p.clock.at += 8 * DAY;
    await runHeldJob();
    expect((await names(id)).slice(3)).toEqual(['sign', 'finish']);
  });
  it('one that is not possible any more is refused, and its sender hears it', async () => {
    const { id } = await fileCase(p, null);
    await bring(p, id, 'checking');
    const early = { name: 'sign', base: 40, id: p.ids.next() };
    expect(said(await send('urban', id, early))).toEqual([202, 'held']);
    p.clock.at += 8 * DAY;
    await runHeldJob();
    expect(said(await send('urban', id, early))).toEqual([409, 'cases.not-possible']);
    expect((await names(id)).filter((name) => name === 'sign')).toHaveLength(1);
  });
  it('the missing one that comes after all is carried out by itself, and nothing twice', async () => {
    const id = await dispatched();
    const ids = chain();
    await send('urban', id, {
      name: 'note',
      form: { note: '后' },
      base: 3,
      id: ids.note,
      follows: [ids.sign],
    });
    p.clock.at += 8 * DAY;
    await runHeldJob();
    expect(said(await send('urban', id, { name: 'sign', base: 3, id: ids.sign }))).toEqual([200, 'accepted']);
    expect((await names(id)).slice(3)).toEqual(['note', 'sign']);
  });
});
