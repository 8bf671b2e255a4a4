// Who sees which case, and who may do what with it: everybody of the small district against every case, compared with a table that
// is written by hand from docs/roles.md. The server must agree with the table on each combination.
//
// `npm test`, and so CI, runs all of it: eighteen cases with every grid, kind and reached state among them, times everybody, times
// every command, which is more than 10,000 combinations (the test counts them). One request answers for all commands of a person to a
// case, so a case costs as many requests as there are people.
import { createRandom } from '@renlin/core/random';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scopeOf } from '../../src/platform/db/db.ts';
import { bring, type Filed, fileCase, give, must } from '../case-desk.ts';
import {
  type AreaKey,
  type PersonKey,
  people,
  personKeys,
  type TestProduct,
  testProduct,
} from '../product.ts';

type Lying = { id: string; grid: AreaKey; kind: string; filedBy: PersonKey | null; facts: Stored };
type Stored = {
  state: string;
  category: string;
  owner_unit: string | null;
  assist_units: string[];
  subject_unit: string | null;
  joined: number;
  closed_at: string | null;
  clocks: { name: string; state: string; due: number }[];
  facts: Record<string, unknown> & { handlers: string[]; handlerUnits: string[] };
};

const above: Record<AreaKey, readonly AreaKey[]> = {
  d: ['d'],
  s1: ['s1', 'd'],
  s2: ['s2', 'd'],
  c1: ['c1', 's1', 'd'],
  c2: ['c2', 's1', 'd'],
  c3: ['c3', 's2', 'd'],
  g1: ['g1', 'c1', 's1', 'd'],
  g2: ['g2', 'c1', 's1', 'd'],
  g3: ['g3', 'c2', 's1', 'd'],
  g4: ['g4', 'c3', 's2', 'd'],
};
/** Duties that reach over the area of the post; 处置 and 先行处置 reach the unit's own cases, managing and auditing none. */
const OVER_AREA = [
  'report',
  'verify',
  'intake',
  'dispatch',
  'escalate-receive',
  'approve-extension',
  'hotline',
  'supervise',
  'rule',
  'command',
  'view',
];

const CASES = 18;

let p: TestProduct;
const cases: Lying[] = [];

beforeAll(async () => {
  p = await testProduct({ seed: 'scopes', districts: ['demo', 'other'] });
  const random = createRandom('scopes');
  const grids: AreaKey[] = ['g1', 'g2', 'g3', 'g4'];
  const kinds = [
    ['incident', 'utility.manhole'],
    ['hazard', undefined],
    ['incident', 'utility.manhole'],
    ['request', undefined],
    ['incident', 'utility.manhole'],
    ['incident', 'street-order.poster'],
  ] as const;
  const filers: (PersonKey | null)[] = [null, 'worker1', 'worker4', 'secretary2', 'hotline', 'property'];
  const reached = ['reported', 'filed', 'dispatched', 'handling', 'checking', 'verified'] as const;
  let manholes = 0;
  for (let index = 0; index < CASES; index++) {
    const [kind, category] = kinds[index % kinds.length] as (typeof kinds)[number];
    const upTo =
      category === 'utility.manhole'
        ? (reached[manholes++ % reached.length] as (typeof reached)[number])
        : 'reported';
    // What is taken further lies in the west street, whose dispatcher does it.
    const grid = grids[index % (upTo === 'reported' ? 4 : 3)] as AreaKey;
    const declined = index % 8 === 5;
    const filedBy = declined ? null : (filers[random.int(filers.length)] as PersonKey | null);
    const filed: Filed = await fileCase(
      p,
      filedBy,
      {
        kind,
        category,
        ...(filedBy === null ? { reporter: { name: '王小明', phone: '13700002345' } } : {}),
        ...(index % 2 === 0 ? { photos: [await photo(filedBy)] } : {}),
        ...(index % 7 === 0 ? { subjectUnitId: p.district.units.firm } : {}),
      },
      grid,
    );
    if (upTo !== 'reported') await bring(p, filed.id, upTo);
    if (declined) await must(p, 'dispatcher1', filed.id, 'decline', { reason: 'not-ours', whereTo: '物业' });
    if (index > 0 && index % 6 === 0) await must(p, 'worker1', filed.id, 'escalate', { reason: '没人管' });
    const { row } = await p.stored(filed.id);
    cases.push({ id: filed.id, grid, kind, filedBy, facts: row as unknown as Stored });
  }
}, 240_000);
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

/** Uploads a small picture as whoever files. Gives how to name it in the filing. */
async function photo(by: PersonKey | null): Promise<string> {
  const data = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer();
  const actor = by === null ? ({ kind: 'public', district: 'demo' } as const) : await p.actorOf(by);
  const { id, claim } = await p.platform.files.upload(scopeOf(actor), { data, name: '', purpose: 'upload' });
  return claim === undefined ? id : `${id}.${claim}`;
}

function over(person: PersonKey, one: Lying): boolean {
  return above[one.grid].includes(people[person].area);
}

function sees(person: PersonKey, one: Lying): boolean {
  const { unit, duties } = people[person];
  const unitId = p.district.units[unit] as string;
  return (
    (over(person, one) && duties.some((duty) => OVER_AREA.includes(duty))) ||
    one.facts.owner_unit === unitId ||
    one.facts.assist_units.includes(unitId) ||
    one.filedBy === person
  );
}

/** The table: may this person give this command to this case now? */
function may(person: PersonKey, one: Lying, command: string): boolean {
  const { unit, duties } = people[person];
  const { state, owner_unit, assist_units, subject_unit, facts, closed_at } = one.facts;
  const unitId = p.district.units[unit] as string;
  const has = (duty: string) => (duties as readonly string[]).includes(duty) && subject_unit !== unitId;
  const area = (duty: string) => has(duty) && over(person, one);
  const owner = has('handle') && owner_unit === unitId;
  const assists = has('handle') && assist_units.includes(unitId);
  const escalated =
    typeof facts['escalatedTo'] === 'string' &&
    p.district.paths[people[person].area] === facts['escalatedTo'];
  const open = !['closed', 'declined', 'withdrawn'].includes(state);
  const at = (...states: string[]) => states.includes(state);
  const window = { incident: 7, request: 15, hazard: 30 }[one.kind] as number;
  switch (command) {
    case 'accept':
      return at('reported') && (area('intake') || area('dispatch'));
    case 'decline':
      return at('reported', 'filed') && (area('intake') || area('dispatch'));
    case 'dispatch':
      return at('reported', 'filed') && area('dispatch');
    case 'handle-myself':
      return (
        at('reported', 'filed') &&
        area('report') &&
        [
          'street-order.poster',
          'appearance.litter',
          'traffic.bike-parking',
          'appearance.hallway',
          'street-order.ebike',
        ].includes(one.facts.category)
      );
    case 'correct':
      return at('reported', 'filed', 'dispatched', 'handling') && (area('intake') || area('dispatch'));
    case 'sign':
      return at('dispatched') && owner;
    case 'finish':
      return at('dispatched', 'handling') && owner;
    case 'return':
      return at('dispatched', 'handling') && owner;
    case 'report-up':
      return at('dispatched', 'handling') && owner && unit === 'firm';
    case 'request-extension':
      return (
        at('dispatched', 'handling') &&
        owner &&
        !facts['extension'] &&
        one.facts.clocks.some(
          (clock) => clock.name === 'handle' && clock.state !== 'stopped' && clock.due >= p.clock.at,
        )
      );
    case 'decide-extension':
      return false;
    case 'pause':
      return at('handling') && owner;
    case 'resume':
      return at('paused') && (owner || area('dispatch'));
    case 'verify':
      return (
        at('checking') &&
        area('verify') &&
        !facts.handlers.includes(p.district.accounts[person]) &&
        !facts.handlerUnits.includes(unitId)
      );
    case 'reopen':
      return (
        at('closed', 'declined') &&
        area('dispatch') &&
        p.clock.at <= Date.parse(String(closed_at)) + window * 86_400_000
      );
    case 'escalate':
      return (
        at('reported', 'filed', 'dispatched', 'handling', 'checking') &&
        (owner || area('dispatch') || area('report')) &&
        facts['escalatedTo'] !== p.district.paths.d
      );
    case 'take-escalation':
    case 'hand-back':
      return (
        at('reported', 'filed', 'dispatched', 'handling', 'checking') && has('escalate-receive') && escalated
      );
    case 'urge':
      return (
        at('reported', 'filed', 'dispatched', 'handling', 'paused', 'checking') &&
        (area('dispatch') || area('supervise') || area('hotline'))
      );
    case 'note':
      return open && (owner || assists || ['dispatch', 'intake', 'verify', 'report', 'hotline'].some(area));
    case 'answer':
      return open && (owner || ['dispatch', 'intake', 'hotline'].some(area));
    case 'join':
      return open && (area('report') || area('hotline'));
    case 'redirect':
      return at('dispatched', 'handling') && area('dispatch');
    case 'merge':
    case 'split':
    case 'link':
      return (
        at('reported', 'filed', 'dispatched', 'handling', 'paused', 'checking') &&
        (area('intake') || area('dispatch'))
      );
    case 'show-pictures':
      return (
        one.facts.category === 'utility.manhole' &&
        (facts['photos'] as unknown[]).length > 0 &&
        ['intake', 'dispatch', 'verify'].some(area)
      );
    case 'unmerge':
      return at('merged') && (area('intake') || area('dispatch'));
    // No case here has another one at its side.
    case 'unlink':
    case 'offer-mediation':
    case 'mediate':
      return false;
    case 'ask-whistle':
      return at('filed', 'dispatched', 'handling', 'paused', 'checking') && (area('report') || owner);
    case 'whistle':
      return (
        at('filed', 'dispatched', 'handling', 'paused', 'checking') &&
        (area('whistle') || (has('whistle') && owner_unit === unitId))
      );
    // Every category here stands on a list, or none was named yet; nothing was returned.
    case 'ask-ruling':
      return (
        at('filed', 'dispatched', 'handling') && one.facts.category === '' && (owner || area('dispatch'))
      );
    // Nobody supervises the unit they work in.
    case 'supervise':
      return (
        at('reported', 'filed', 'dispatched', 'handling', 'paused', 'checking', 'confirming') &&
        area('supervise') &&
        owner_unit !== unitId
      );
    // No question of ownership is open.
    case 'rule':
    // Told by the machine.
    case 'open-ruling':
    case 'whistle-blown':
    case 'whistle-ended':
    // Nothing is supervised; what another house says comes by the machine.
    case 'answer-supervision':
    case 'close-supervision':
    case 'outside-order':
    // Only other cases, by the machine.
    case 'absorb':
    case 'release':
    case 'linked':
    case 'unlinked':
    case 'mediation-offered':
    case 'counterpart-answered':
    // Only reporters and the clock.
    case 'answer-mediation':
    case 'confirm':
    case 'rate':
    case 'add':
    case 'withdraw':
    case 'lapse':
    // Given by the machine while the place is in an emergency.
    case 'pause-ordinary':
    case 'resume-ordinary':
      return false;
    default:
      throw new Error(`the table does not know ${command}`);
  }
}

it('agrees with the table on more than 10,000 combinations', async () => {
  const names = [
    ...new Set([
      ...(p.product.cases.engine.kind('incident').name
        ? Object.keys(p.product.cases.engine.kind('incident').commands)
        : []),
    ]),
  ];
  const states = new Set(cases.map((one) => one.facts.state));
  for (const state of ['reported', 'filed', 'dispatched', 'handling', 'checking', 'declined'])
    expect(states).toContain(state);
  expect(cases.filter((one) => one.facts.facts['escalatedTo']).length).toBeGreaterThan(1);
  let combinations = 0;
  const wrong: string[] = [];
  for (const person of personKeys) {
    for (const one of cases) {
      const answer = await p.call(person, 'GET', `/api/v1/cases/${one.id}`);
      const visible = sees(person, one);
      combinations += 1;
      if (answer.status !== (visible ? 200 : 404))
        wrong.push(`${person} sees ${one.id} ${one.grid} ${one.facts.state}: ${answer.status}`);
      if (answer.status !== 200) {
        combinations += names.length;
        continue;
      }
      const offered = new Set(answer.body.actions.map((action: { name: string }) => action.name));
      for (const name of names) {
        combinations += 1;
        if (offered.has(name) !== may(person, one, name))
          wrong.push(
            `${person} ${name} on ${one.facts.state} in ${one.grid} (${one.kind}): ${offered.has(name) ? 'offered' : 'not offered'}`,
          );
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(combinations).toBeGreaterThan(10_000);
}, 400_000);

it('refuses what it does not offer, and leaves the case untouched', async () => {
  const random = createRandom('refused');
  const names = Object.keys(p.product.cases.engine.kind('incident').commands);
  const forms: Record<string, Record<string, unknown>> = {
    dispatch: { unit: p.district.units['urban-management'] },
    decline: { reason: 'not-ours', whereTo: '别处' },
    return: { item: 'p-05', proposedUnit: p.district.units.housing, reason: '不是我们的' },
    finish: { result: '办了' },
    verify: { result: 'pass' },
    confirm: { fixed: 'yes' },
    rate: { rating: 5 },
    reopen: { reason: '又坏了' },
    escalate: { reason: '没人管' },
    'take-escalation': { note: '我来' },
    'hand-back': { reason: '退回' },
    pause: { reason: 'weather', note: '等雨停' },
    'decide-extension': { decision: 'granted' },
    'request-extension': { limit: { n: 30, unit: 'work-day' }, reason: '需要更多时间' },
    'report-up': { note: '劝阻无效' },
    lapse: { clock: 'handle' },
    redirect: { unit: p.district.units.housing, reason: '派错了' },
    merge: { into: '260101-00000000' },
    unmerge: { reason: '不是一件' },
    split: { category: 'utility.streetlight', headline: '另一件', text: '另一件' },
    link: { case: '260101-00000000', why: 'related' },
    unlink: { case: '260101-00000000' },
    'offer-mediation': { note: '愿意谈吗' },
    'answer-mediation': { agree: 'yes' },
    mediate: { result: '谈好了' },
    'ask-whistle': { reason: '需要几家一起到场', units: [p.district.units.housing] },
    whistle: { type: 'daily', units: [p.district.units.housing], purpose: '几家一起到场处理' },
    'ask-ruling': { reason: '各家都说不归自己' },
    rule: { lead: p.district.units.housing, basis: '条例第二条', note: '由住建牵头办理' },
    supervise: { reason: '久拖不决两周', wants: '办结', within: { n: 2, unit: 'work-day' } },
    'answer-supervision': { answer: '正在抓紧办理' },
    'close-supervision': { result: 'satisfied', words: '已经办好' },
    'outside-order': { source: 'hotline', name: '热线', number: 'GD1' },
    note: { note: '看看' },
    answer: { note: '答复' },
    add: { note: '补充' },
  };
  let tried = 0;
  while (tried < 200) {
    const person = personKeys[random.int(personKeys.length)] as PersonKey;
    const one = cases[random.int(cases.length)] as Lying;
    const name = names[random.int(names.length)] as string;
    // Not every kind waits for an emergency.
    if (!p.product.cases.engine.kind(one.kind).commands[name]) continue;
    if (sees(person, one) && may(person, one, name)) continue;
    // Whatever merges changes nothing but the record; it has its own tests.
    if (['accept', 'sign', 'finish', 'resume', 'verify'].includes(name)) continue;
    const before = await p.stored(one.id);
    const answer = await give(p, person, one.id, name, forms[name] ?? {}, {
      baseVersion: before.version,
    });
    tried += 1;
    expect(
      [403, 404, 409],
      `${person} ${name} on ${one.facts.state}: ${answer.status} ${answer.text}`,
    ).toContain(answer.status);
    if (!sees(person, one)) expect(answer.status).toBe(404);
    expect(await p.stored(one.id)).toEqual(before);
  }
}, 400_000);

it('shows in the database itself what the table says, and nothing to the neighbouring district', async () => {
  for (const person of personKeys) {
    const actor = await p.actorOf(person);
    const rows = await p.platform.db.read(scopeOf(actor), (tx) =>
      tx.rows<{ id: string }>('select id from cases'),
    );
    const expected = cases.filter((one) => sees(person, one)).map((one) => one.id);
    expect(rows.map((row) => row.id).sort(), person).toEqual(expected.sort());
    for (const table of ['case_steps', 'case_files']) {
      const beside = await p.platform.db.read(scopeOf(actor), (tx) =>
        tx.rows<{ case_id: string }>(`select distinct case_id from ${table}`),
      );
      for (const { case_id } of beside) expect(expected).toContain(case_id);
    }
    const names = await p.platform.db.read(scopeOf(actor), (tx) =>
      tx.rows('select 1 as one from case_reporters'),
    );
    expect(names).toEqual([]);
  }
  const stranger = { ...(await p.actorOf('chief')), district: 'other' };
  for (const table of [
    'cases',
    'case_steps',
    'case_reporters',
    'case_files',
    'case_words',
    'org_persons',
    'org_posts',
    'tree_nodes',
  ]) {
    const rows = await p.platform.db.read(scopeOf(stranger), (tx) =>
      tx.rows(`select 1 as one from ${table} limit 1`),
    );
    expect(rows, table).toEqual([]);
  }
});

it('lists, counts and searches only what may be seen', async () => {
  for (const person of personKeys) {
    const seen = new Set(cases.filter((one) => sees(person, one)).map((one) => one.id));
    for (const query of [
      'view=all&limit=200',
      'view=queue&limit=200',
      'view=waiting&limit=200',
      `q=${encodeURIComponent('井盖')}&limit=200`,
    ]) {
      const answer = await p.call(person, 'GET', `/api/v1/cases?${query}`);
      expect(answer.status, answer.text).toBe(200);
      for (const row of answer.body.items) expect(seen.has(row.id), `${person} ${query}`).toBe(true);
      if (query.startsWith('view=all')) expect(answer.body.items.length).toBe(seen.size);
    }
  }
});

it('keeps a case that was given away: the same command again, and taking it back', async () => {
  const filed = await fileCase(p, null);
  await bring(p, filed.id, 'handling');
  const commandId = p.ids.next();
  const form = { item: 'p-05', proposedUnit: p.district.units.housing, reason: '不属于本单位职责' };
  const first = await must(p, 'urban', filed.id, 'return', form, { commandId });
  expect(first.body.case.state.code).toBe('filed');
  expect((await p.call('urban', 'GET', `/api/v1/cases/${filed.id}`)).status).toBe(404);
  const again = await give(p, 'urban', filed.id, 'return', form, { commandId });
  expect([again.status, again.body.outcome]).toEqual([200, 'accepted']);
  expect((await give(p, 'urban2', filed.id, 'return', form, { commandId })).status).toBe(404);
  const undone = await p.call('urban', 'POST', `/api/v1/cases/${filed.id}/undo`, {
    body: { commandId: p.ids.next(), undoes: commandId },
  });
  expect([undone.status, undone.body.case?.state.code], undone.text).toEqual([200, 'handling']);
  expect((await p.call('urban', 'GET', `/api/v1/cases/${filed.id}`)).status).toBe(200);
});
