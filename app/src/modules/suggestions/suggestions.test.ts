// The model that suggests categories: learnt from closed cases only, handed to staff, without a word that few people wrote.
import { rankLabels } from '@renlin/core/text/ranked';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase } from '../../../test/case-desk.ts';
import { DAY, type TestProduct, testProduct } from '../../../test/product.ts';
import { CASE_COLUMNS } from '../../engines/case/case-store.ts';
import { learnCategories } from './learn.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'suggestions' });
});
afterAll(() => p.close());

const read = (have?: number) =>
  p.call('worker1', 'GET', `/api/v1/suggestions/categories${have === undefined ? '' : `?have=${have}`}`);
const learn = () => learnCategories(p.product.suggestions, 'demo');

/** Those that are written; others follow from them. */
const COLUMNS = `${CASE_COLUMNS.replaceAll('c.', '')}, due_at, timer_at`;

/** Closed cases straight in the table: what is learnt hangs on their words, not on how they were closed. */
async function closed(category: string, texts: readonly string[], by: string | null = null): Promise<void> {
  const { id } = await fileCase(p, null, { category, text: texts[0] });
  await bring(p, id, 'verified');
  for (const text of texts)
    await p.database.owner(
      `insert into cases (${COLUMNS}) select ${COLUMNS} from (
         select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', left(gen_random_uuid()::text, 15),
         'text', $2::text, 'closed_at', now(), 'filed_by', $3::text))).* from cases c where c.id = $1) as copy`,
      [id, text, by],
    );
}

it('says nothing while too few cases are closed', async () => {
  await learn();
  expect((await read()).body).toEqual({ version: 0, quality: null, model: null });
  expect((await p.call(null, 'GET', '/api/v1/suggestions/categories')).status).toBe(401);
});

it('learns from closed cases, judges itself on a part it was not taught, and keeps no name', async () => {
  await closed(
    'utility.manhole',
    Array.from({ length: 40 }, (_, n) => `${n}号楼前井盖松动`),
  );
  await closed(
    'utility.streetlight',
    Array.from({ length: 40 }, (_, n) => `路灯不亮 1380013${n}`),
  );
  const talker = p.ids.next();
  await closed(
    'utility.streetlight',
    Array.from({ length: 20 }, () => '路灯归赵铁柱管'),
    talker,
  );
  await fileCase(p, null, { category: 'utility.hydrant', text: '消火栓漏水' });
  await learn();
  const { version, quality, model } = (await read()).body;
  expect(version).toBe(1);
  expect(quality.texts).toBeGreaterThan(5);
  expect(quality.first).toBeGreaterThan(quality.commonest);
  expect(rankLabels(model, '门口的路灯坏了', 1)).toMatchObject([{ label: 'utility.streetlight' }]);
  expect(model.labels).toEqual(['utility.manhole', 'utility.streetlight']);
  expect(Object.keys(model.tokens).filter((token) => /\d|消火|铁柱/.test(token))).toEqual([]);
});

it('is fetched once, learnt anew after a day, and keeps its version when nothing is new', async () => {
  expect((await read(1)).body).toMatchObject({ version: 1, model: null });
  await closed(
    'utility.hydrant',
    Array.from({ length: 20 }, () => '消火栓漏水了'),
  );
  await learn();
  expect((await read(1)).body.version).toBe(1);
  p.clock.at += DAY;
  await learn();
  expect((await read(1)).body).toMatchObject({ version: 2, model: { format: 1 } });
  p.clock.at += DAY;
  await learn();
  expect((await read(2)).body).toMatchObject({ version: 2, model: null });
  expect((await p.call('worker1', 'GET', '/api/v1/suggestions/categories?have=-1')).status).toBe(400);
});
