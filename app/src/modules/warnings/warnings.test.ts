// Warnings from their arrival to their end: whom they reach, what they set off (nothing by themselves), how they are updated and cancelled.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import type { Row } from '../../platform/db/db.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'warnings' });
});
afterAll(async () => {
  await p.close();
});

const sql = <R extends Row>(text: string, values: readonly unknown[] = []) =>
  p.database.system((tx) => tx.rows<R>(text, [...values]));
const get = (person: PersonKey | null, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey | null, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });

type Doc = {
  id: string;
  sender?: string;
  sent?: string;
  type?: string;
  references?: string;
  status?: string;
  scope?: string;
  place?: string;
  severity?: string;
  event?: string;
  bare?: boolean;
};
const SENDER = 'weather@example.org';
const SENT = '2026-07-15T09:30:00+08:00';
/** Within community c1 (grid g1 and a corner of g2), of the test district. */
const C1 = '<polygon>36.292,120.382 36.292,120.392 36.296,120.392 36.296,120.382 36.292,120.382</polygon>';
function cap(doc: Doc): string {
  const { sender = SENDER, sent = SENT, type = 'Alert', status = 'Actual', scope = 'Public' } = doc;
  const info = `<info><language>zh-CN</language><category>Met</category><event>${doc.event ?? '暴雨'}</event>
<urgency>Expected</urgency><severity>${doc.severity ?? 'Severe'}</severity><certainty>Likely</certainty>
<expires>2026-07-15T20:00:00+08:00</expires><senderName>区气象台</senderName><description>三小时内雨量将达一百毫米</description>
<instruction>低洼处住户留意</instruction><area><areaDesc>槐树一带</areaDesc>${doc.place ?? C1}</area></info>`;
  return `<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${doc.id}</identifier>
<sender>${sender}</sender><sent>${sent}</sent><status>${status}</status><msgType>${type}</msgType><scope>${scope}</scope>
${doc.references ? `<references>${doc.references}</references>` : ''}${doc.bare ? '' : info}</alert>`;
}
const hand = (text: string | Buffer, person: PersonKey = 'dispatcher1') =>
  post(person, '/warnings/documents', {
    base64: Buffer.from(text).toString('base64'),
    source: '区气象台邮件',
  });
async function take(doc: Doc): Promise<string> {
  const taken = await hand(cap(doc));
  expect(taken.status, taken.text).toBe(200);
  return taken.body.items[0].id;
}
const see = async (id: string, person: PersonKey = 'secretary1') =>
  (await get(person, `/warnings/${id}`)).body;
const names = (items: { name: string }[]) => items.map((one) => one.name).sort();
/** Who is asked for an answer; the desk and those above are told beside. */
const told = (id: string) =>
  sql<{ title: string; area: string }>(
    `select p.title, a.name as area from notices n join org_posts p on p.district_code = n.district_code and p.id = n.post_id
     join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id where n.link = $1 and n.key <> 'notice.warning-told'`,
    [`/console/warnings/${id}`],
  );

describe('an alert that comes in', () => {
  it('is matched by its outline to the grids it meets, and only the commanders of those places are told', async () => {
    const id = await take({ id: 'W-1' });
    const seen = await see(id);
    expect(names(seen.areas)).toEqual(
      ['测试区', '槐树社区', '槐树第一网格', '槐树第二网格', '西街街道'].sort(),
    );
    expect(names(seen.topmost)).toEqual(['槐树社区']);
    expect(seen).toMatchObject({
      state: { code: 'in-force' },
      colour: 'orange',
      colourFrom: 'severity',
      risk: 'rainstorm',
      issuer: '区气象台',
      signed: false,
      emergencies: [],
    });
    expect(names(seen.suggest)).toEqual(['槐树社区']);
    expect((await see(id, 'secretary2')).suggest, 'who commands elsewhere is offered nothing').toEqual([]);
    expect((await told(id)).map((one) => one.area)).toContain('槐树社区');
    expect((await told(id)).map((one) => one.area)).not.toContain('石桥社区');
    // Nothing started by itself.
    expect(await sql(`select id from cases where kind = 'emergency'`)).toEqual([]);
    const again = await hand(cap({ id: 'W-1' }));
    expect(again.body.items).toMatchObject([{ id, outcome: 'known' }]);
  });

  it('handed in by several at the same moment is one warning', async () => {
    const hands = await Promise.all([1, 2, 3, 4].map(() => hand(cap({ id: 'W-race' }))));
    expect(hands.map((one) => one.status)).toEqual([200, 200, 200, 200]);
    expect(new Set(hands.map((one) => one.body.items[0].id)).size).toBe(1);
  });

  it('keeps its bytes, and gives them back as a file that no browser opens as a page', async () => {
    const id = await take({ id: 'W-bytes' });
    const file = await get('worker1', `/warnings/${id}/document`);
    expect(file.text).toBe(cap({ id: 'W-bytes' }));
    expect(file.raw.headers['content-disposition']).toMatch(/^attachment/);
    expect(file.raw.headers['content-type']).toBe('application/octet-stream');
  });

  it('is matched by a circle in kilometres, and by the code of a place or of what lies above it', async () => {
    const round = await see(await take({ id: 'W-round', place: '<circle>36.305,120.385 0.2</circle>' }));
    expect(names(round.areas)).toEqual(['测试区', '石桥社区', '石桥网格', '西街街道'].sort());
    // It meets the district, and is not about the whole of it.
    expect(names(round.topmost)).toEqual(['石桥社区']);
    const code = '370211';
    await p.database.system((tx) =>
      tx.count(`update tree_nodes set code = $1 where tree = 'area' and parent_id is null`, [code]),
    );
    const all = await sql<{ n: number }>(
      `select count(*)::int as n from tree_nodes where tree = 'area' and closed_on is null`,
    );
    const geocode = (value: string) =>
      `<geocode><valueName>GB2260</valueName><value>${value}</value></geocode>`;
    const coded = await see(await take({ id: 'W-code', place: geocode(code) }));
    expect(coded.areas).toHaveLength(all[0]?.n ?? 0);
    const province = await see(
      await take({ id: 'W-province', place: geocode(`${code.slice(0, 2)}0000000000`) }),
    );
    expect(province.areas).toHaveLength(all[0]?.n ?? 0);
  });

  it('whose outline crosses itself or lies elsewhere is kept, says so, and tells nobody until a person names the place', async () => {
    const crooked = '<polygon>36.29,120.38 36.3,120.39 36.3,120.38 36.29,120.39 36.29,120.38</polygon>';
    const id = await take({ id: 'W-crooked', place: crooked });
    const seen = await see(id);
    expect(seen.areas).toEqual([]);
    expect(seen.notes.map((one: { code: string }) => one.code)).toEqual([
      'cap-polygon-crosses',
      'cap-elsewhere',
    ]);
    expect(seen.notes[0].text).toContain('自己相交');
    expect(await told(id)).toEqual([]);
    expect(
      (await get('worker1', '/warnings?which=elsewhere')).body.items.map((one: Row) => one['id']),
    ).toContain(id);
    const elsewhere = await take({ id: 'W-far', place: '<circle>10,10 5</circle>' });
    expect((await see(elsewhere)).areas).toEqual([]);

    const area = (key: 'c1' | 'c3') => ({ areas: [p.district.areas[key]] });
    expect((await post('dispatcher1', `/warnings/${id}/areas`, area('c3'))).body.code).toBe(
      'warnings.area-not-yours',
    );
    const named = await post('dispatcher1', `/warnings/${id}/areas`, area('c1'));
    expect(named.status, named.text).toBe(200);
    expect((await told(id)).map((one) => one.area)).toEqual(['槐树社区']);
  });

  it('that is an exercise tells nobody and stays from the public', async () => {
    const id = await take({ id: 'W-exercise', status: 'Exercise' });
    expect(await see(id)).toMatchObject({ exercise: true });
    expect(await told(id)).toEqual([]);
    const shown = (await get(null, '/public/warnings')).body.items.map((one: Row) => one['id']);
    expect(shown).not.toContain(id);
    expect(shown).not.toContain(await take({ id: 'W-inside', scope: 'Restricted' }));
    expect(shown.length).toBeGreaterThan(0);
  });
});

describe('a document that is refused', () => {
  it.each([
    ['truncated', cap({ id: 'X' }).slice(0, -30), 'cap-truncated'],
    ['hostile', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'cap-doctype'],
    ['an update without its alert', cap({ id: 'X', type: 'Update' }), 'cap-references-missing'],
    ['a receipt', cap({ id: 'X', type: 'Ack', references: `${SENDER},W-1,${SENT}` }), 'cap-not-warning'],
    [
      'another one under the same name',
      cap({ id: 'W-1', sent: '2026-07-15T09:40:00+08:00' }),
      'cap-name-reused',
    ],
  ])('%s: the sender gets the reason, and it is kept', async (_name, text, code) => {
    const answer = await hand(text);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'warnings.refused', errors: [{ path: 'document', code }] });
    expect(answer.body.errors[0].message ?? answer.body.errors[0].text ?? '').not.toContain('{');
    const [last] = (await get('dispatcher1', '/warnings/refused')).body.items;
    expect(last.faults).toMatchObject([{ code }]);
    expect(last.faults[0].text).toMatch(/^预警文件：/);
  });

  it('half a Base64, somebody without the duty, and nobody at all', async () => {
    const broken = await post('dispatcher1', '/warnings/documents', { base64: 'PGE+@', source: '邮件' });
    expect(broken.body.code).toBe('warnings.not-base64');
    expect((await hand(cap({ id: 'X' }), 'worker1')).body.code).toBe('warnings.not-yours');
    expect((await post(null, '/warnings/documents', { base64: 'PGE+', source: '邮件' })).status).toBe(401);
  });
});

describe('a chain', () => {
  const ref = (id: string, sent = SENT) => `${SENDER},${id},${sent}`;
  const LATER = '2026-07-15T09:50:00+08:00';

  it('an update ends what it names and holds in its place; a cancellation ends it without holding', async () => {
    const first = await take({ id: 'C-1' });
    const second = await take({
      id: 'C-2',
      type: 'Update',
      sent: LATER,
      references: ref('C-1'),
      severity: 'Extreme',
    });
    expect(await see(first)).toMatchObject({
      state: { code: 'updated' },
      endedBy: second,
      chain: [{ step: 'next', id: second }],
    });
    expect(await see(second)).toMatchObject({ colour: 'red', chain: [{ step: 'former', id: first }] });
    // It names no place: it holds where its former did, and its commanders are told.
    const end = await take({
      id: 'C-3',
      type: 'Cancel',
      sent: LATER,
      references: ref('C-2', LATER),
      bare: true,
    });
    expect(await see(second)).toMatchObject({ state: { code: 'cancelled' }, endedBy: end });
    expect(await see(end)).toMatchObject({ state: { code: 'cancellation' } });
    expect((await told(end)).map((one) => one.area)).toContain('槐树社区');
    const inForce = (await get('worker1', '/warnings')).body.items.map((one: Row) => one['id']);
    for (const id of [first, second, end]) expect(inForce).not.toContain(id);
  });

  it('whose update came first: the alert is over when it arrives', async () => {
    const update = await take({ id: 'L-2', type: 'Update', sent: LATER, references: ref('L-1') });
    expect((await see(update)).notes).toMatchObject([{ code: 'cap-former-unknown' }]);
    expect(await see(await take({ id: 'L-1' }))).toMatchObject({
      state: { code: 'updated' },
      endedBy: update,
    });
  });

  it('nobody ends the warning of somebody else', async () => {
    const mine = await take({ id: 'O-1' });
    const other = await take({
      id: 'O-2',
      sender: 'stranger@example.org',
      type: 'Cancel',
      sent: LATER,
      references: ref('O-1'),
    });
    expect(await see(mine)).toMatchObject({ state: { code: 'in-force' } });
    expect((await see(other)).notes).toMatchObject([{ code: 'cap-former-of-others' }]);
  });
});

it('takes a list: each alert in it by itself, and addresses are not followed', async () => {
  const entry = (id: string, inside: string) =>
    `<entry><id>${id}</id><title>${id}</title><updated>${SENT}</updated>${inside}</entry>`;
  const inner = cap({ id: 'F-1' }).replace(/^<\?xml.*?\?>/, '');
  const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>预警</title>${entry('a', `<content type="text/xml">${inner}</content>`)}
${entry('b', '<link href="http://169.254.169.254/latest/meta-data"/>')}${entry('c', `<content type="text/xml">${inner.replace('Severe', 'Awful').replace('F-1', 'F-2')}</content>`)}</feed>`;
  const taken = await hand(feed);
  expect(taken.status, taken.text).toBe(200);
  expect(taken.body.items.map((one: Row) => one['outcome'])).toEqual(['taken', 'not-fetched', 'refused']);
});

describe('a warning written off by hand', () => {
  const typed = (changes: Record<string, unknown> = {}) => ({
    id: p.ids.next(),
    colour: 'orange',
    event: '暴雨',
    risk: 'rainstorm',
    issuer: '区气象台',
    documentNumber: '2026年第12号',
    sentAt: p.clock.at - HOUR,
    from: p.clock.at,
    until: p.clock.at + 6 * HOUR,
    text: '六小时内雨量五十毫米以上',
    instruction: '',
    areas: [p.district.areas.c1],
    ...changes,
  });

  it('names issuer and document, holds over the place and what lies below, and is one for one document', async () => {
    const body = typed();
    const written = await post('secretary1', '/warnings', body);
    expect(written.status, written.text).toBe(200);
    expect(written.body).toMatchObject({
      id: body.id,
      origin: 'typed',
      severity: 'Severe',
      documentNumber: body.documentNumber,
      state: { code: 'in-force' },
    });
    expect(names(written.body.areas)).toEqual(['槐树社区', '槐树第一网格', '槐树第二网格'].sort());
    expect((await post('secretary1', '/warnings', body)).body.id, 'sent again').toBe(body.id);
    expect((await post('dispatcher1', '/warnings', typed())).body.id, 'a second hand').toBe(body.id);
    expect(await told(body.id)).toHaveLength(1);
    const shown = (await get(null, '/public/warnings')).body.items.find((one: Row) => one['id'] === body.id);
    expect(shown).toMatchObject({ issuer: '区气象台', areas: ['槐树社区'], until: body.until });
    expect(shown).not.toHaveProperty('notes');
  });

  it.each([
    ['another place', () => ({ areas: [p.district.areas.c3] }), 'warnings.area-not-yours', 'areas'],
    ['a place that is none', () => ({ areas: [p.ids.next()] }), 'warnings.area-unknown', 'areas'],
    ['over before it begins', () => ({ until: p.clock.at - 1 }), 'warnings.times', 'until'],
    ['from tomorrow’s desk', () => ({ sentAt: p.clock.at + HOUR }), 'warnings.times', 'sentAt'],
  ])('refuses %s', async (_name, changes, code, path) => {
    const refused = await post(
      'secretary1',
      '/warnings',
      typed({ documentNumber: '2026年第13号', ...changes() }),
    );
    expect(refused.body).toMatchObject({ code, errors: [{ path }] });
  });
  it('refuses a colour that is none and a field of nobody', async () => {
    for (const changes of [{ colour: 'purple' }, { level: 'I' }, { areas: [] }, { issuer: ' ' }])
      expect((await post('secretary1', '/warnings', typed(changes))).status).toBe(400);
  });
});

it('sets off what a commander starts on it, and is joined to a response that runs', async () => {
  const id = await take({ id: 'E-1' });
  const other = await take({ id: 'E-2' });
  const emergencyId = p.ids.next();
  const begun = await post('secretary1', '/emergencies', {
    commandId: emergencyId,
    areaId: p.district.areas.c1,
    risk: 'rainstorm',
    text: '收到橙色预警，先转移低洼处住户',
    warningId: id,
  });
  expect(begun.status, begun.text).toBe(200);
  expect((await see(id)).emergencies).toMatchObject([{ id: emergencyId }]);
  const link = { commandId: p.ids.next(), emergencyId };
  expect(
    (await post('worker1', `/warnings/${other}/link`, { ...link, commandId: p.ids.next() })).status,
  ).toBeGreaterThanOrEqual(400);
  expect((await see(other)).emergencies).toEqual([]);
  const linked = await post('secretary1', `/warnings/${other}/link`, link);
  expect(linked.status, linked.text).toBe(200);
  expect(linked.body.emergencies).toMatchObject([{ id: emergencyId }]);
  expect(
    (await post('secretary1', `/warnings/${other}/link`, { ...link, emergencyId: p.ids.next() })).body.code,
  ).toBe('warnings.emergency-unknown');
  // A warning never changes the level: that is ordered.
  expect((await get('secretary1', `/emergencies/${emergencyId}`)).body.level.code).toBe('own');
});

it('is over when its time is', async () => {
  const id = await take({ id: 'T-1' });
  p.clock.at += 30 * HOUR;
  expect(await see(id)).toMatchObject({ state: { code: 'expired' }, suggest: [] });
  expect((await get(null, '/public/warnings')).body.items).toEqual([]);
  expect((await get('worker1', '/warnings?which=past')).body.items.length).toBeGreaterThan(5);
});
