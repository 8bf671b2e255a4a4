// What people may do with what is held of them, and a walk through all registers as everybody: nothing of a person leaves unmasked without
// a line in the log.
import { createRandom } from '@renlin/core/random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonKey, personKeys, type TestProduct, testProduct } from '../../../test/product.ts';
import { personalOf } from '../../engines/register/declare.ts';
import { registers } from './registers.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'rights' });
});
afterAll(() => p.close());

const api = '/api/v1/registers';
const consent = { givenBy: 'self', onDay: '2026-07-01', edition: 1 };
const make = async (register: string, values: object, extra: object = {}, person: PersonKey = 'worker1') => {
  const body = { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.g1, values, ...extra };
  const answer = await p.call(person, 'POST', `${api}/${register}/records`, { body });
  expect(answer.status, answer.text).toBe(200);
  return body.id;
};
const mine = (path: string, body: object) =>
  p.call(null, 'POST', `/api/v1/public/my-record${path}`, { body });

it('a person sees all of it and who saw it, has it corrected, and withdraws; nothing is left but the proof', async () => {
  const id = await make(
    'care',
    { name: '慕容自查', address: '春阳路1号楼101', phone: '13911112222', needs: ['meal'] },
    { consent },
  );
  await p.call('worker1', 'POST', `${api}/care/records/${id}/reveal`, {
    body: { fields: ['phone'], reason: '送餐前打电话' },
  });
  const issued = await p.call('worker1', 'POST', `${api}/care/records/${id}/code`, { body: {} });
  const { code } = issued.body;
  expect((await mine('', { code, tail: '0000' })).body.code).toBe('registers.code-unknown');
  const known = { code: code.toLowerCase(), tail: '2222' };
  const seen = await mine('', known);
  expect(seen.body.fields.find((field: { code: string }) => field.code === 'phone')).toMatchObject({
    value: '13911112222',
    basis: 'consent',
  });
  expect(seen.body.views).toMatchObject([
    { kind: 'reveal', post: '专职网格员', fields: ['本人电话'], reason: '送餐前打电话' },
  ]);
  expect(seen.text).not.toContain('worker1');

  const wrong = await mine('/correct', { ...known, values: { phone: '123' } });
  expect(wrong.body.errors[0]).toMatchObject({ path: 'values/phone', code: 'register-phone' });
  const asked = await mine('/correct', { ...known, values: { address: '春阳路2号楼202' } });
  expect(asked.body.dueOn).toBe('2026-07-30');
  expect((await p.call('worker2', 'GET', `${api}/care/requests`)).body.items).toEqual([]);
  const [request] = (await p.call('worker1', 'GET', `${api}/care/requests`)).body.items;
  expect(request).toMatchObject({ kind: 'correct', fields: ['address'] });
  const answer = (body: object) =>
    p.call('worker1', 'POST', `${api}/care/requests/${request.id}/answer`, { body });
  expect((await answer({ take: false, reason: '' })).body.code).toBe('registers.reason');
  expect((await answer({ take: true, reason: '' })).body.state).toBe('done');
  expect((await answer({ take: true, reason: '' })).body.code).toBe('registers.over');
  const after = await mine('', known);
  expect(after.body.fields.find((field: { code: string }) => field.code === 'address').value).toBe(
    '春阳路2号楼202',
  );
  expect(after.body.requests).toMatchObject([{ kind: 'correct', state: 'done' }]);

  const gone = await mine('/withdraw', known);
  expect(gone.body.valuesErased).toBe(4);
  expect((await mine('', known)).body.code).toBe('registers.code-unknown');
  for (const text of ['慕容自查', '13911112222', '春阳路2号楼202', '送餐前打电话'])
    expect([text, await tablesWith(text)]).toEqual([text, []]);
  const proof = (await p.call('secretary1', 'GET', `${api}/care/tombstones`)).body.items;
  expect(proof).toMatchObject([{ recordId: id, why: 'withdrawn', accountId: null }]);
});

it('what does not rest on consent is not withdrawn but asked for, and answered by whoever manages', async () => {
  const id = await make('social-organisations', {
    name: '申请删除社',
    nature: 'informal',
    leader: '令狐负责',
    phone: '13922223333',
  });
  const { code } = (
    await p.call('worker1', 'POST', `${api}/social-organisations/records/${id}/code`, { body: {} })
  ).body;
  const known = { code, tail: '3333' };
  expect((await mine('/withdraw', known)).body.code).toBe('registers.not-by-consent');
  await mine('/delete', known);
  const [request] = (await p.call('secretary1', 'GET', `${api}/social-organisations/requests`)).body.items;
  const path = `${api}/social-organisations/requests/${request.id}/answer`;
  expect((await p.call('worker1', 'POST', path, { body: { take: true, reason: '' } })).body.code).toBe(
    'registers.not-yours',
  );
  expect((await p.call('secretary1', 'POST', path, { body: { take: true, reason: '' } })).body.state).toBe(
    'done',
  );
  expect(await tablesWith('令狐负责')).toEqual([]);
  const thing = await make('buildings', { name: '无号楼', address: '无号路1号' });
  expect(
    (await p.call('worker1', 'POST', `${api}/buildings/records/${thing}/code`, { body: {} })).body.code,
  ).toBe('registers.no-number');
});

it('reports what is processed of people: every personal field with purpose, ground and time', async () => {
  const { items } = (await p.call('admin', 'GET', '/api/v1/processing-activities')).body;
  const declared = [...registers.values()].flatMap((register) =>
    Object.entries(register.fields).flatMap(([code, field]) =>
      personalOf(field) ? [`${register.code}.${code}`] : [],
    ),
  );
  expect(items.map((one: { code: string }) => one.code)).toEqual(declared);
  for (const one of items)
    expect([one.purpose !== '', one.basis !== '', one.keepMonths > 0]).toEqual([true, true, true]);
});

async function tablesWith(text: string): Promise<string[]> {
  const tables = await p.database.owner<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await p.database.owner(
      `select from "${name}" t where t::text like '%' || $1 || '%' limit 1`,
      [text],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

const STEPS = 600;

it(`a walk of ${STEPS} steps as everybody shows nobody unmasked but for a reason in the log`, async () => {
  const random = createRandom('walk');
  const places = ['g1', 'g2', 'g3', 'g4'] as const;
  const keepers: Record<string, PersonKey> = { g1: 'worker1', g2: 'worker2', g3: 'worker3', g4: 'worker4' };
  const secrets: { register: string; id: string; place: string; texts: string[] }[] = [];
  for (const [at, place] of places.entries()) {
    for (const one of [0, 1]) {
      const phone = `1395555${at}${one}77`;
      const name = `司空${'甲乙丙丁'[at]}${'子丑'[one]}秘`;
      const where = { areaId: p.district.areas[place] };
      const keeper = keepers[place] as PersonKey;
      const care = await make(
        'care',
        { name, address: `秘密路${at}号楼${one}0${at}室`, phone, needs: ['power'] },
        { consent, ...where },
        keeper,
      );
      secrets.push({ register: 'care', id: care, place, texts: [name, phone, `${one}0${at}室`] });
      const org = await make(
        'social-organisations',
        { name: `公开组织${at}${one}`, nature: 'informal', leader: name, phone },
        where,
        keeper,
      );
      secrets.push({ register: 'social-organisations', id: org, place, texts: [name, phone] });
    }
  }
  const reveals = new Map<string, number>();
  let shown = 0;
  let refused = 0;
  for (let step = 0; step < STEPS; step++) {
    const person = random.pick([...personKeys, null]);
    const target = random.pick(secrets);
    const path = `${api}/${target.register}/records/${target.id}`;
    const what = random.int(7);
    const answer = await (what === 0
      ? p.call(
          person,
          'GET',
          `${api}/${target.register}/records?q=${encodeURIComponent(random.pick(['', '司空', 'sikong', target.texts[1] as string]))}`,
        )
      : what === 1
        ? p.call(person, 'GET', path)
        : what === 2
          ? p.call(person, 'GET', `${path}/history`)
          : what === 3
            ? p.call(person, 'GET', `${path}/views`)
            : what === 4
              ? p.call(person, 'GET', `${api}/${target.register}/export`)
              : what === 5
                ? p.call(person, 'POST', `${path}/reveal`, {
                    body: { fields: ['name', 'leader', 'phone', 'address'], reason: `核对第${step}次` },
                  })
                : p.call(person, 'GET', `${api}/${target.register}/counts?by=nature`));
    expect(answer.status, answer.text).toBeLessThan(500);
    const revealed = what === 5 && answer.status === 200;
    if (revealed) {
      reveals.set(target.id, (reveals.get(target.id) ?? 0) + 1);
      shown += 1;
      expect(target.texts.some((text) => answer.text.includes(text))).toBe(true);
      const post = await p.actorOf(person as PersonKey);
      const paths = post.kind === 'staff' ? post.posts.map((one) => one.areaPath) : [];
      expect(paths.some((one) => p.district.paths[target.place as 'g1'].startsWith(one))).toBe(true);
      continue;
    }
    if (answer.status >= 400) refused += 1;
    // An export is a zip; what is in it is looked at as it is kept, stored or packed.
    const text = what === 4 && answer.status === 200 ? await unpacked(answer.raw.rawPayload) : answer.text;
    for (const { texts } of secrets)
      for (const secret of texts)
        expect(text.includes(secret), `${person} ${what} ${path}: ${secret}`).toBe(false);
  }
  for (const { id } of secrets) {
    const [row] = await p.database.owner<{ n: number }>(
      `select count(*)::int as n from register_views where record_id = $1 and kind = 'reveal' and reason like '核对第%'`,
      [id],
    );
    expect([id, row?.n]).toEqual([id, reveals.get(id) ?? 0]);
  }
  expect([shown > 5, refused > 50]).toEqual([true, true]);
});

async function unpacked(bytes: Uint8Array): Promise<string> {
  const { unzipSync, strFromU8 } = await import('fflate');
  const parts = Object.values(unzipSync(new Uint8Array(bytes))).map((part) => strFromU8(part));
  expect(parts.join('')).toMatch(/司空\*|台账|社会组织|关爱/);
  return parts.join('\n');
}
