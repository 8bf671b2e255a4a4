// GeoReport v2 on the real product: the duties of the specification, the update extension, and what clients in the wild force on a
// server; then what must never be told.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bring, type Filed, fileCase, must } from '../../../test/case-desk.ts';
import { judgeXml, XMLLINT } from '../../../test/georeport.ts';
import { type Door, expectRefusal, open311Door } from '../../../test/open311-door.ts';
import { DAY, HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
let key: string;
let lamp: Filed;
let home: Filed;

beforeAll(async () => {
  expect(existsSync(XMLLINT), 'libxml2-utils: see tools/ensure-system.ts').toBe(true);
  p = await testProduct({ seed: 'open311' });
  key = await makeKey('hotline', ['cases.file', 'cases.act']);
  lamp = await fileCase(p, null, {
    category: 'utility.streetlight',
    text: '路灯不亮，住在3号楼的王先生说的',
    address: '测试路1号3单元',
    reporter: { name: '王建军', phone: '13812340000' },
  });
  home = await fileCase(p, null, {
    kind: 'request',
    category: 'living.noise-neighbour',
    text: '邻居夜里太吵',
  });
  await bring(p, lamp.id, 'handling');
}, 400_000);
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const makeKey = (person: PersonKey, scopes: string[]) => door().makeKey(person, scopes);
const get = (path: string, headers?: Record<string, string>) => door().get(path, headers);
const json = (path: string) => door().json(path);
const post: Door['post'] = (path, fields, headers) => door().post(path, fields, headers);
const door = () => open311Door(p);

let step = 200;
const at = () => {
  const { lng, lat } = p.point('g1', step++);
  return { lat: String(lat), long: String(lng) };
};

const count = async () =>
  (await p.database.owner<{ n: number }>('select count(*)::int as n from cases'))[0]?.n;

describe('every document is what the specification says', () => {
  test.each([
    ['discovery.xml', 'discovery'],
    ['services.xml', 'services'],
    ['services/utility_streetlight.xml', 'service_definition'],
    ['services/utility_manhole.xml', 'service_definition'],
    ['requests.xml', 'service_requests'],
    ['servicerequestupdates.xml', 'service_request_updates'],
  ])('%s', async (path, root) => {
    const answer = await get(path);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.type).toBe('text/xml; charset=utf-8');
    expect(answer.text.startsWith('<?xml version="1.0" encoding="utf-8"?>\n')).toBe(true);
    // Attributes on the root break clients written in Ruby.
    expect(answer.text).not.toContain('type="array"');
    expect(judgeXml(answer.text, root)).toBe('');
  });

  test('the judge finds faults', () => {
    const wrong =
      '<?xml version="1.0"?><services><service><service_code>a.b</service_code></service></services>';
    expect(judgeXml(wrong, 'services')).not.toBe('');
    expect(judgeXml('<services type="array"/>', 'services')).not.toBe('');
    expect(judgeXml('<services>', 'services')).not.toBe('');
  });

  test('one request, by its number', async () => {
    const answer = await get(`requests/${lamp.number}.xml`);
    expect(judgeXml(answer.text, 'service_requests')).toBe('');
    expect(answer.text).toContain(`<service_request_id>${lamp.number}</service_request_id>`);
    expect(answer.text).not.toContain('media_url');
  });

  test('discovery stands at both addresses and leads to the services', async () => {
    const raw = await p.app.inject({
      url: '/open311/discovery.json',
      headers: { host: 'renlin.example:8080' },
    });
    const found = raw.json();
    expect(found).toMatchObject({
      changeset: expect.any(String),
      contact: expect.any(String),
      key_service: expect.any(String),
    });
    const [endpoint] = found.endpoints;
    expect(endpoint).toMatchObject({ type: 'production', formats: ['text/xml', 'application/json'] });
    expect(endpoint.url).toBe('http://renlin.example:8080/open311/v2');
    expect((await p.app.inject({ url: `${new URL(endpoint.url).pathname}/services.json` })).statusCode).toBe(
      200,
    );
  });
});

describe('services', () => {
  test('are the categories residents choose from, with codes that every client can hold', async () => {
    const services = await json('services.json');
    expect(services.length).toBeGreaterThan(10);
    for (const one of services) {
      expect(one.service_code).toMatch(/^[\w-]+$/);
      expect(one.metadata).toBe(true);
      expect(one.type).toBe('realtime');
    }
    const manhole = services.find((one: { service_code: string }) => one.service_code === 'utility_manhole');
    expect(manhole).toMatchObject({ service_name: '井盖', group: '公用设施' });
    expect(new Set(services.map((one: { service_code: string }) => one.service_code)).size).toBe(
      services.length,
    );
    const english = await get('services.json', { 'accept-language': 'en' });
    expect(
      JSON.parse(english.text).find((one: { service_code: string }) => one.service_code === 'utility_manhole')
        .service_name,
    ).toBe('Manhole cover');
  });

  test('say what may be told beside a request', async () => {
    const definition = await json('services/utility_manhole.json');
    expect(definition.service_code).toBe('utility_manhole');
    const kind = definition.attributes.find((one: { code: string }) => one.code === 'kind');
    expect(kind).toMatchObject({ variable: true, required: false, datatype: 'singlevaluelist' });
    expect(kind.values.map((one: { key: string }) => one.key)).toEqual(['incident', 'hazard']);
    expect(definition.attributes.map((one: { order: number }) => one.order)).toEqual(
      definition.attributes.map((_: unknown, index: number) => index + 1),
    );
    expect(definition.attributes[0]).toMatchObject({ code: 'notice', variable: false });
  });

  test('an unknown service, jurisdiction or ending is 404', async () => {
    expectRefusal(await get('services/nothing.xml'), 404);
    expectRefusal(await get('services/nothing.json'), 404, 'json');
    // The code as the district writes it is not the code of the service.
    expectRefusal(await get('services/utility.manhole.xml'), 404);
    for (const path of ['services', 'requests', 'servicerequestupdates']) {
      expectRefusal(await get(`${path}.xml?jurisdiction_id=chicago.gov`), 404);
      expectRefusal(await get(`${path}.json?jurisdiction_id=chicago.gov`), 404, 'json');
      expect((await get(`${path}.xml?jurisdiction_id=demo`)).status).toBe(200);
    }
    expectRefusal(await get('services'), 404);
    expectRefusal(await get('nothing.xml'), 404);
    expectRefusal(await get('services/%ff.xml'), 400);
  });
});

describe('filing', () => {
  const base = () => ({
    api_key: key,
    service_code: 'utility_manhole',
    description: '井盖塌了 <半边> & 有声',
    ...at(),
  });

  test('becomes a case of the key’s owner, in XML and JSON', async () => {
    const answer = await post('requests.xml', base());
    expect(answer.status, answer.text).toBe(200);
    expect(judgeXml(answer.text, 'service_requests')).toBe('');
    const number = /<service_request_id>(.*?)</.exec(answer.text)?.[1] as string;
    const [row] = await p.database.owner<Record<string, unknown>>('select * from cases where number = $1', [
      number,
    ]);
    expect(row).toMatchObject({
      kind: 'incident',
      category: 'utility.manhole',
      text: '井盖塌了 <半边> & 有声',
      channel: 'import',
      filed_by: p.district.accounts.hotline,
      area_id: p.district.areas.g1,
    });
    const other = await post('requests.json', {
      ...base(),
      jurisdiction_id: 'demo',
      'attribute[kind]': 'hazard',
    });
    const [filed] = JSON.parse(other.text);
    expect(Object.keys(filed)).toEqual(['service_request_id', 'service_notice', 'account_id']);
    expect((await get(`requests/${filed.service_request_id}.json`)).status).toBe(200);
    const [hazard] = await p.database.owner<{ kind: string }>('select kind from cases where number = $1', [
      filed.service_request_id,
    ]);
    expect(hazard?.kind).toBe('hazard');
  });

  test('attributes come single, as lists, and empty', async () => {
    const fields: [string, string][] = [
      ...Object.entries(base()),
      ['attribute[kind][]', 'hazard'],
      ['attribute[occurred_at]', '2026-07-14T22:15:00+08:00'],
      ['attribute[coordinate_system]', ''],
    ];
    const answer = await post('requests.json', fields);
    expect(answer.status, answer.text).toBe(200);
    const [filed] = JSON.parse(answer.text);
    const [row] = await p.database.owner<{ kind: string; occurred_at: Date }>(
      'select kind, occurred_at from cases where number = $1',
      [filed.service_request_id],
    );
    expect(row?.kind).toBe('hazard');
    expect(new Date(row?.occurred_at as Date).toISOString()).toBe('2026-07-14T14:15:00.000Z');
    expectRefusal(await post('requests.xml', [...fields, ['attribute[kind][]', 'incident']]), 400);
    expectRefusal(await post('requests.xml', { ...base(), 'attribute[kind]': 'starfish' }), 400);
    expectRefusal(await post('requests.xml', { ...base(), 'attribute[depth]': '3' }), 400);
    expectRefusal(await post('requests.xml', { ...base(), 'attribute[occurred_at]': 'yesterday' }), 400);
  });

  test('the reporter is kept where reporters are kept, and answered', async () => {
    const answer = await post('requests.json', {
      ...base(),
      last_name: '李',
      first_name: '小红',
      phone: '+86 139 0000 4567',
      email: 'li@example.com',
      device_id: 'imei-1',
      media_url: 'https://photos.example/1.jpg',
    });
    expect(answer.status, answer.text).toBe(200);
    const [filed] = JSON.parse(answer.text);
    expect(filed.service_notice).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]{3}/);
    const [reporter] = await p.database.owner<Record<string, unknown>>(
      'select r.* from case_reporters r join cases c on c.id = r.case_id where c.number = $1',
      [filed.service_request_id],
    );
    expect(reporter).toMatchObject({ name: '李小红', phone: '13900004567', wants_reply: true });
    const everything = JSON.stringify(
      await p.database.owner('select * from cases where number = $1', [filed.service_request_id]),
    );
    expect(everything).not.toContain('li@example.com');
    expect(everything).not.toContain('imei-1');
    expect(everything).toContain('https://photos.example/1.jpg');
    expectRefusal(await post('requests.xml', { ...base(), phone: '12' }), 400);
    expectRefusal(await post('requests.xml', { ...base(), media_url: 'javascript:alert(1)' }), 400);
  });

  test('sent again with the client’s own number it is filed once; another key is another client', async () => {
    const fields = { ...base(), 'attribute[fixmystreet_id]': '4711' };
    const first = JSON.parse((await post('requests.json', fields)).text)[0].service_request_id;
    const before = await count();
    const again = await Promise.all([
      post('requests.json', fields),
      post('requests.json', { ...fields, description: '同一件，换了说法' }),
      post('requests.json', fields),
    ]);
    for (const answer of again) expect(JSON.parse(answer.text)[0].service_request_id).toBe(first);
    expect(await count()).toBe(before);
    const head = { 'idempotency-key': 'a-b-c' };
    const one = await post('requests.json', base(), head);
    const two = await post('requests.json', { ...base() }, head);
    expect(JSON.parse(two.text)[0].service_request_id).toBe(JSON.parse(one.text)[0].service_request_id);
    const other = await makeKey('dispatcher1', ['cases.file']);
    const elsewhere = await post('requests.json', { ...fields, api_key: other });
    expect(JSON.parse(elsewhere.text)[0].service_request_id).not.toBe(first);
  });

  test('a token is the id of the filing', async () => {
    const token = await get(`tokens/${lamp.id}.xml`);
    expect(judgeXml(token.text, 'service_requests')).toBe('');
    expect(await json(`tokens/${lamp.id}.json`)).toEqual([
      { service_request_id: lamp.number, token: lamp.id },
    ]);
    expectRefusal(await get(`tokens/${p.ids.next()}.xml`), 404);
    expectRefusal(await get('tokens/123.json'), 404, 'json');
  });

  test('a missing or wrong key is 403, whatever else is wrong', async () => {
    const before = await count();
    const reading = await makeKey('hotline', ['cases.read']);
    const { api_key: _key, ...without } = base();
    expectRefusal(await post('requests.xml', without), 403);
    expectRefusal(await post('requests.json', without), 403, 'json');
    expectRefusal(await post('requests.xml', ''), 403);
    expectRefusal(await post('requests.xml', { ...base(), api_key: 'guess' }), 403);
    expectRefusal(await post('requests.xml', { ...base(), api_key: `rlk_demo_${'A'.repeat(43)}` }), 403);
    expectRefusal(await post('requests.xml', { ...base(), api_key: reading }), 403);
    expectRefusal(await post('requests.json', { api_key: reading }), 403, 'json');
    // A signed-in browser sends nothing here that counts.
    const cookie = `renlin_session=${await p.cookieOf('hotline')}`;
    expectRefusal(await post('requests.xml', without, { cookie, 'sec-fetch-site': 'cross-site' }), 403);
    expect(await count()).toBe(before);
    const bearer = await post('requests.xml', without, { authorization: `Bearer ${key}` });
    expect(bearer.status, bearer.text).toBe(200);
    expectRefusal(await post('requests.xml', without, { authorization: `Bearer ${reading}` }), 403);
    expectRefusal(await post('requests.xml', without, { authorization: 'Bearer nonsense' }), 403);
  });

  test('everything else is 400 or 404 and says what is wrong, and nothing is filed', async () => {
    const before = await count();
    const { service_code: _code, ...noService } = base();
    expectRefusal(await post('requests.xml', noService), 400);
    expectRefusal(await post('requests.xml', { ...base(), service_code: 'BADGER' }), 404);
    expectRefusal(await post('requests.xml', { ...base(), jurisdiction_id: 'chicago.gov' }), 404);
    const { lat: _lat, long: _long, ...noPlace } = base();
    expectRefusal(await post('requests.xml', noPlace), 400);
    expectRefusal(await post('requests.xml', { ...noPlace, address_string: '22 Acacia Avenue' }), 400);
    expectRefusal(await post('requests.xml', { ...noPlace, lat: '36.295' }), 400);
    for (const [lat, long] of [
      ['0', '0'],
      ['91', '120.385'],
      ['36.295', '200'],
      ['NaN', '120'],
      ['1e2', '120'],
      ["36'--", '120'],
      ['36.295', '-120.385'],
    ]) {
      expectRefusal(await post('requests.xml', { ...base(), lat: lat as string, long: long as string }), 400);
    }
    const far = await post('requests.json', { ...base(), lat: '0', long: '0' });
    expect(JSON.parse(far.text)[0].description).toMatch(/范围|区/);
    expectRefusal(await post('requests.xml', { ...base(), description: 'x'.repeat(4001) }), 400);
    expectRefusal(await post('requests.xml', { ...base(), description: 'a\u0000b' }), 400);
    expectRefusal(await post('requests.xml', [...Object.entries(base()), ['lat', '36.1']]), 400);
    expectRefusal(await post('requests.xml', `${'a=1&'.repeat(300)}`), 400);
    expectRefusal(
      await post('requests.xml', '{"service_code":', { 'content-type': 'application/json' }),
      400,
    );
    expectRefusal(await post('requests.xml', '<request/>', { 'content-type': 'text/xml' }), 400);
    const parted = await post('requests.json', 'x', { 'content-type': 'multipart/form-data; boundary=x' });
    expectRefusal(parted, 400, 'json');
    // An update has no picture in the protocol, so its form is the plain one.
    const update = await post('servicerequestupdates.json', 'x', {
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect(JSON.parse(update.text)).toMatchObject([
      { code: 400, description: expect.stringContaining('application/x-www-form-urlencoded') },
    ]);
    expectRefusal(await post('requests.xml', `description=${'x'.repeat(300_000)}`), 413);
    expect(await count()).toBe(before);
  });

  test('an area by its id is a place too, and a GCJ-02 point is moved', async () => {
    const { lat: _lat, long: _long, ...noPlace } = base();
    const area = await post('requests.json', { ...noPlace, address_id: p.district.areas.g2 });
    expect(area.status, area.text).toBe(200);
    expectRefusal(await post('requests.xml', { ...noPlace, address_id: p.ids.next() }), 400);
    expectRefusal(await post('requests.xml', { ...noPlace, address_id: 'g2' }), 400);
    const moved = await post('requests.json', {
      ...base(),
      'attribute[coordinate_system]': 'gcj02',
      lat: '36.2951',
      long: '120.3905',
    });
    expect(moved.status, moved.text).toBe(200);
  });
});

describe('reading requests', () => {
  test('shows cases about public things only, and nothing personal', async () => {
    const all = await json('requests.json');
    const found = all.find((one: { service_request_id: string }) => one.service_request_id === lamp.number);
    expect(found).toMatchObject({
      status: 'open',
      service_code: 'utility_streetlight',
      service_name: '路灯',
      description: '路灯',
      address: '槐树第一网格',
      agency_responsible: expect.any(String),
      expected_datetime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      lat: expect.any(Number),
      long: expect.any(Number),
    });
    expect(found.requested_datetime).toBe('2026-07-15T10:00:00+08:00');
    expect('media_url' in found).toBe(false);
    expect(all.some((one: { service_request_id: string }) => one.service_request_id === home.number)).toBe(
      false,
    );
    const text =
      JSON.stringify(all) + (await get('requests.xml')).text + (await get('servicerequestupdates.xml')).text;
    for (const secret of ['王建军', '王先生', '1381234', '3单元', '测试路', '小红', '1390000', '塌了'])
      expect(text).not.toContain(secret);
    expectRefusal(await get(`requests/${home.number}.xml`), 404);
    expectRefusal(await get('requests/209901-00000001.json'), 404, 'json');
    expectRefusal(await get("requests/1'or'1.xml"), 404);
  });

  test('whoever filed by key follows the own request also when it is not public, without its place', async () => {
    const services = await json('services.json');
    const map = (await p.call(null, 'GET', '/api/v1/public/categories')).body.items as {
      code: string;
      publicThing: boolean;
    }[];
    const hidden = map.find((one) => !one.publicThing) as { code: string };
    const code = hidden.code.replaceAll('.', '_');
    expect(services.some((one: { service_code: string }) => one.service_code === code)).toBe(true);
    const answer = await post('requests.json', {
      api_key: key,
      service_code: code,
      description: '家里的事',
      ...at(),
    });
    expect(answer.status, answer.text).toBe(200);
    const number = JSON.parse(answer.text)[0].service_request_id;
    expectRefusal(await get(`requests/${number}.json`), 404, 'json');
    const [own] = await json(`requests/${number}.json?api_key=${key}`);
    expect(own.status).toBe('open');
    expect('lat' in own).toBe(false);
    expect(JSON.stringify(own)).not.toContain('家里的事');
    const other = await makeKey('verifier', ['cases.read']);
    expectRefusal(await get(`requests/${number}.json?api_key=${other}`), 404, 'json');
    expectRefusal(await get(`requests/${number}.json?api_key=wrong`), 403, 'json');
  });

  test('filters by id, service, status and time, and pages', async () => {
    const ids = async (query: string) =>
      (await json(`requests.json?${query}`)).map(
        (one: { service_request_id: string }) => one.service_request_id,
      );
    expect(await ids(`service_request_id=${lamp.number},209901-00000001`)).toEqual([lamp.number]);
    // Named ids override everything else.
    expect(await ids(`service_request_id=${lamp.number}&status=closed&service_code=utility_manhole`)).toEqual(
      [lamp.number],
    );
    expect(await ids('service_code=utility_streetlight')).toEqual([lamp.number]);
    expect((await ids('service_code=utility_streetlight,utility_manhole')).length).toBeGreaterThan(3);
    expect(await ids('status=closed')).toEqual([]);
    expect((await ids('status=open,closed')).length).toBe((await ids('')).length);
    expect(await ids('start_date=2026-07-15T00:00:00Z&service_code=utility_streetlight')).toEqual([
      lamp.number,
    ]);
    expect(await ids('start_date=2026-07-16T00:00:00%2B08:00')).toEqual([]);
    expect(await ids('end_date=2026-07-14T00:00:00+08:00')).toEqual([]);
    expect(await ids('start_date=2026-05-01T00:00:00Z&end_date=2026-07-01T00:00:00Z')).toEqual([]);
    const whole = await ids('');
    const pages = [];
    for (let page = 1; page <= 4; page++) pages.push(...(await ids(`page=${page}&page_size=2`)));
    expect(pages).toEqual(whole.slice(0, 8));
    expect(await ids('page=9999&page_size=1000')).toEqual([]);
    expect((await get('requests.json?extensions=true&_=123')).status).toBe(200);
  });

  test('the default is ninety days, and a longer span is refused', async () => {
    const start = p.clock.at;
    p.clock.at = start + 89 * DAY;
    expect((await json('requests.json')).length).toBeGreaterThan(0);
    p.clock.at = start + 91 * DAY;
    expect(await json('requests.json')).toEqual([]);
    expect((await json('requests.json?start_date=2026-07-15T00:00:00Z')).length).toBeGreaterThan(0);
    p.clock.at = start;
    expectRefusal(
      await get('requests.xml?start_date=2026-01-01T00:00:00Z&end_date=2026-07-15T00:00:00Z'),
      400,
    );
  });

  test.each([
    'start_date=yesterday',
    'start_date=2026-07-15',
    'start_date=2026-02-30T00:00:00Z',
    'start_date=2026-07-15T25:00:00Z',
    'end_date=2026-07-15T00:00:00',
    'status=halfway',
    'page=0',
    'page=-1',
    'page=x',
    'page_size=1001',
    'page_size=1&page_size=2',
    'status=open&status=closed',
  ])('refuses %s', async (query) => {
    expectRefusal(await get(`requests.xml?${query}`), 400);
    expectRefusal(await get(`requests.json?${query}`), 400, 'json');
  });

  test('an unknown service in a filter is 404', async () => {
    expectRefusal(await get('requests.xml?service_code=BADGER'), 404);
  });
});

describe('updates', () => {
  test('tell what happened in the words of the extension, never what was written', async () => {
    const start = p.clock.at;
    p.clock.at = start + 3 * HOUR;
    const filed = await fileCase(p, null, { text: '井盖响', category: 'utility.manhole' });
    p.clock.at += MINUTE;
    await bring(p, filed.id, 'handling');
    await must(p, 'urban', filed.id, 'answer', { note: '给王大妈打过电话' });
    p.clock.at += MINUTE;
    await must(p, 'urban', filed.id, 'finish', { result: '换了井盖，王大妈在场' });
    await must(p, 'verifier', filed.id, 'verify', { result: 'pass' });
    p.clock.at += MINUTE;
    const of = async (query: string) =>
      (await json(`servicerequestupdates.json?service_request_id=${filed.number}${query}`)) as Record<
        string,
        string
      >[];
    const updates = await of('');
    expect(updates.map((one) => one['status'])).toEqual([
      'INVESTIGATING',
      'ACTION_SCHEDULED',
      'IN_PROGRESS',
      'IN_PROGRESS',
      'IN_PROGRESS',
      expect.stringMatching(/^(FIXED|CLOSED)$/),
    ]);
    for (const one of updates) {
      expect(one['update_id']).toMatch(/^[\w-]+$/);
      expect(one['updated_datetime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
      expect(one['description']).toMatch(/\p{Script=Han}/u);
    }
    expect(JSON.stringify(updates)).not.toContain('王大妈');
    const late = updates.at(-1)?.['updated_datetime'] as string;
    expect((await of(`&start_date=${late}`)).length).toBe(2);
    expect(await of('&end_date=2026-07-15T11:00:00%2B08:00')).toEqual([]);
    expectRefusal(await get('servicerequestupdates.xml?start_date=x'), 400);
    const xml = await get('servicerequestupdates.xml');
    expect(judgeXml(xml.text, 'service_request_updates')).toBe('');
    p.clock.at = start + 4 * HOUR;
  });

  test('a client’s update is a note for the staff, given once, in the name of the key’s owner', async () => {
    const owner = await makeKey('dispatcher1', ['cases.act']);
    const filed = await fileCase(p, null, { text: '井盖响', category: 'utility.manhole' });
    const fields = {
      api_key: owner,
      service_request_id: filed.number,
      update_id: '77',
      status: 'OPEN',
      updated_datetime: '2026-07-15T10:00:00+08:00',
      description: '反映人说声音更大了',
      email: 'li@example.com',
    };
    const answer = await post('servicerequestupdates.xml', fields);
    expect(answer.status, answer.text).toBe(200);
    expect(judgeXml(answer.text, 'service_request_updates')).toBe('');
    await post('servicerequestupdates.xml', fields);
    const steps = await p.database.owner<{ name: string; account_id: string }>(
      `select name, account_id from case_steps where case_id = $1 and name = 'note'`,
      [filed.id],
    );
    expect(steps).toEqual([{ name: 'note', account_id: p.district.accounts.dispatcher1 }]);
    expect((await get('servicerequestupdates.xml')).text).not.toContain('声音更大');
    expectRefusal(await post('servicerequestupdates.xml', { ...fields, api_key: '' }), 403);
    expectRefusal(
      await post('servicerequestupdates.xml', { ...fields, service_request_id: '209901-1' }),
      404,
    );
    expectRefusal(await post('servicerequestupdates.xml', { ...fields, description: '' }), 400);
    expectRefusal(
      await post('servicerequestupdates.xml', { ...fields, description: 'x'.repeat(1001), update_id: '78' }),
      400,
    );
    // The other street's dispatcher may not write here, whatever the key says.
    const elsewhere = await makeKey('dispatcher2', ['cases.act']);
    const refused = await post('servicerequestupdates.json', {
      ...fields,
      api_key: elsewhere,
      update_id: '79',
    });
    expectRefusal(refused, 404, 'json');
  });
});
