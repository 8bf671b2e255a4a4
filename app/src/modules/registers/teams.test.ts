// Members of teams and their certificates point at the volunteer: nobody's name is kept twice, lists show it masked, and it all goes when
// the volunteer leaves.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
let volunteer: string;
let team: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'team-registers' });
});
afterAll(() => p.close());

const consent = { givenBy: 'self', onDay: '2026-07-15', edition: 1 };
const create = (person: PersonKey, register: string, values: object, more: object = {}) =>
  p.call(person, 'POST', `/api/v1/registers/${register}/records`, {
    body: { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.c1, values, ...more },
  });
async function made(register: string, values: object, more: object = {}): Promise<string> {
  const answer = await create('secretary1', register, values, more);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.id;
}

it('takes a member only with a consent of their own, and shows the name masked', async () => {
  volunteer = await made(
    'volunteers',
    { name: '黄海波', phone: '13700001234', skills: ['first-aid'] },
    { consent },
  );
  team = await made('teams', { name: '社区应急队', sort: 'community', skills: ['rescue'] });
  const values = { volunteer, team, does: 'leads' };
  expect((await create('secretary1', 'team-members', values)).body.code).toBe('registers.consent-needed');
  const id = await made('team-members', values, { consent });
  const answer = await p.call('secretary1', 'GET', `/api/v1/registers/team-members/records/${id}`);
  expect(answer.body.shown).toMatchObject({ volunteer: '黄*', team: '社区应急队', does: '带队' });
  expect(answer.text).not.toContain('黄海波');
  expect((await create('secretary1', 'team-members', values, { consent })).body.code).toBe('registers.twice');
});

it('lets go of membership and certificates with the volunteer, each with its proof', async () => {
  const kind = await made('certificate-kinds', { name: '救护员证', months: 36, source: '证书载明' });
  await made('certificates', { holder: volunteer, kind, issuedOn: '2025-01-01' });
  const path = `/api/v1/registers/volunteers/records/${volunteer}/erase`;
  const gone = await p.call('secretary1', 'POST', path, { body: { why: 'withdrawn' } });
  expect(gone.status, gone.text).toBe(200);
  const left = await p.database.owner<{ n: number }>(
    `select (select count(*) from reg_team_members) + (select count(*) from reg_certificates) as n`,
  );
  expect(Number(left[0]?.n)).toBe(0);
  const stones = await p.database.owner<{ register: string }>(
    'select register from register_tombstones order by register',
  );
  expect(stones.map((one) => one.register)).toEqual(['certificates', 'team-members', 'volunteers']);
});
