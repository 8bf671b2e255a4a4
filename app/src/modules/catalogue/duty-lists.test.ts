// Duty lists through the API: drafting, contradictions, the effect on open cases, comparison, publication, proposals.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring, fileCase } from '../../../test/case-desk.ts';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { proposeItem } from './drafts.ts';

let p: TestProduct;

beforeAll(async () => {
  p = await testProduct({ seed: 'duty-lists' });
  // A second person who manages the catalogue, so that a draft can be published by somebody else.
  await p.database.owner(
    `update org_posts set duties = array_append(duties, 'manage-catalogue') where id = $1`,
    [p.district.posts.chief],
  );
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const ask = (person: PersonKey, method: string, path: string, body?: unknown) =>
  p.call(person, method, `/api/v1${path}`, body === undefined ? {} : { body });

type Draft = {
  id: string;
  revision: number;
  version: number;
  items: { code: string }[];
  faults: { item: string }[];
};

async function draftOf(list = 'street', person: PersonKey = 'admin'): Promise<Draft> {
  const answer = await ask(person, 'POST', '/duty-lists/drafts', { list });
  expect(answer.status).toBe(200);
  return answer.body;
}

const lights = {
  code: 'p-02',
  type: 'assist',
  title: { 'zh-CN': '城市照明设施维护', en: 'Street lighting' },
  categories: ['utility.streetlight'],
  lead: { code: 'housing' },
  assist: [],
  basis: '城市道路管理条例',
};
const save = async (draft: Draft, item: object, was?: string, person: PersonKey = 'admin') => {
  const answer = await ask(person, 'POST', `/duty-lists/${draft.id}/items`, {
    baseRevision: draft.revision,
    ...(was ? { was } : {}),
    item,
  });
  return answer;
};
const fieldsOf = (answer: { body: { errors?: { path: string; code: string; message: string }[] } }) =>
  (answer.body.errors ?? []).map((one) => `${one.path} ${one.code}`);

describe('a draft', () => {
  it('starts from the published version and counts its edits; two editors do not overwrite each other', async () => {
    const draft = await draftOf();
    expect(draft.version).toBe(2);
    expect(draft.items).toHaveLength(22);
    expect((await draftOf()).id).toBe(draft.id);
    const first = await save(draft, lights, 'p-02');
    expect(first.status).toBe(200);
    expect(first.body.revision).toBe(draft.revision + 1);
    const late = await save(draft, { ...lights, basis: '别的' }, 'p-02', 'chief');
    expect(late.status).toBe(409);
    expect(late.body.code).toBe('catalogue.draft-changed');
    const taken = await save(
      { ...draft, revision: first.body.revision },
      { ...lights, code: 'p-03' },
      'p-02',
    );
    expect(taken.body.code).toBe('catalogue.item-code-taken');
    // The refused edit left nothing behind.
    expect((await ask('admin', 'GET', `/duty-lists/${draft.id}`)).body.revision).toBe(first.body.revision);
  });

  it('is written by those who manage the catalogue, and a published list by nobody', async () => {
    expect((await ask('worker1', 'POST', '/duty-lists/drafts', { list: 'street' })).status).toBe(403);
    const { body } = await ask('admin', 'GET', '/duty-lists');
    const published = body.items.find(
      (one: { list: string; standing: string }) => one.standing === 'in-force',
    );
    const answer = await save({ ...published, items: [] }, lights, 'p-02');
    expect(answer.body.code).toBe('catalogue.list-published');
    await expect(
      p.database.system((tx) =>
        tx.count('delete from duty_items where district_code = $1 and list_id = $2', ['demo', published.id]),
      ),
    ).resolves.toBe(0);
  });
});

describe('contradictions', () => {
  it('are shown in the draft and refuse its publication, item by item, with the way out', async () => {
    let draft = await draftOf();
    const put = async (item: object, was?: string) => {
      const answer = await save(draft, item, was);
      expect(answer.status).toBe(200);
      draft = answer.body;
    };
    await put({
      ...lights,
      code: 'x-01',
      type: 'withdrawn',
      lead: { kind: 'street-office' },
      categories: [],
    });
    await put({ ...lights, code: 'x-02', categories: ['utility.streetlight'] });
    await put({ ...lights, code: 'x-03', categories: ['no.such'], lead: { code: 'no-such-bureau' } });
    await put({ ...lights, code: 'x-04', type: 'negative', categories: [], lead: null });
    await put({ ...lights, code: 'x-05', type: 'withdrawn', categories: [], lead: null });
    await put({ ...lights, code: 'x-06', categories: [], assist: [{ code: 'housing' }] });
    expect(new Set(draft.faults.map((fault) => fault.item))).toEqual(
      new Set(['x-01', 'x-02', 'x-03', 'x-04', 'x-05', 'x-06']),
    );
    const refused = await ask('chief', 'POST', `/duty-lists/${draft.id}/publish`, {
      baseRevision: draft.revision,
    });
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('catalogue.list-contradictory');
    expect(fieldsOf(refused)).toEqual([
      'items/x-01 list.withdrawn-led-below',
      'items/x-02 list.category-twice',
      'items/x-03 list.category-unknown',
      'items/x-03 list.unit-unknown',
      'items/x-04 list.type-not-of-list',
      'items/x-05 list.lead-missing',
      'items/x-06 list.lead-assists',
    ]);
    expect(refused.body.errors[1].message).toBe(
      'X-02：分类“路灯”已归 P-02，一个分类只能归一项，请二者留一。',
    );
    for (const code of ['x-01', 'x-02', 'x-03', 'x-04', 'x-05', 'x-06']) {
      const gone = await ask('admin', 'POST', `/duty-lists/${draft.id}/remove-item`, {
        baseRevision: draft.revision,
        code,
      });
      expect(gone.status).toBe(200);
      draft = gone.body;
    }
    expect(draft.faults).toEqual([]);
  });

  it('refuse an empty list', async () => {
    let draft = await draftOf('grid');
    for (const { code } of draft.items) {
      draft = (
        await ask('admin', 'POST', `/duty-lists/${draft.id}/remove-item`, {
          baseRevision: draft.revision,
          code,
        })
      ).body;
    }
    const refused = await ask('chief', 'POST', `/duty-lists/${draft.id}/publish`, {
      baseRevision: draft.revision,
    });
    expect(fieldsOf(refused)).toEqual(['items list.empty']);
    const dropped = await ask('admin', 'POST', `/duty-lists/${draft.id}/discard`, {
      baseRevision: draft.revision,
    });
    expect(dropped.status).toBe(200);
    expect((await ask('admin', 'GET', `/duty-lists/${draft.id}`)).status).toBe(404);
  });
});

describe('effect and publication', () => {
  it('previews, compares, publishes by another person, and moves no case by itself', async () => {
    const sent = await fileCase(p, 'worker1', { category: 'utility.streetlight', text: '路灯不亮' });
    await bring(p, sent.id, 'handling');
    const fresh = await fileCase(p, 'worker1', { category: 'utility.streetlight', text: '路灯又不亮' }, 'g2');
    const draft = await draftOf();

    const effect = await ask('admin', 'GET', `/duty-lists/${draft.id}/effect`);
    expect(effect.body.count).toBe(2);
    expect(effect.body.moves).toEqual([
      {
        from: { id: p.district.units['urban-management'], name: '城市管理局' },
        to: { id: p.district.units['housing'], name: '住房和城乡建设局' },
        count: 2,
        categories: [{ code: 'utility.streetlight', label: '路灯' }],
      },
    ]);
    const cases = await ask(
      'admin',
      'GET',
      `/duty-lists/${draft.id}/effect/cases?to=${p.district.units['housing']}`,
    );
    expect(cases.body.items.map((one: { id: string }) => one.id).sort()).toEqual([sent.id, fresh.id].sort());

    const { body: lists } = await ask('admin', 'GET', '/duty-lists');
    const old = lists.items.find(
      (one: { list: string; standing: string }) => one.list === 'street' && one.standing === 'in-force',
    );
    const compared = await ask('admin', 'GET', `/duty-lists/compare?from=${old.id}&to=${draft.id}`);
    expect(compared.body.added).toEqual([]);
    expect(compared.body.changed).toMatchObject([
      {
        code: 'p-02',
        fields: [
          { field: 'lead', before: '城市管理局', after: '住房和城乡建设局' },
          { field: 'basis', after: '城市道路管理条例' },
        ],
      },
    ]);

    const past = await ask('chief', 'POST', `/duty-lists/${draft.id}/publish`, {
      baseRevision: draft.revision,
      effectiveOn: '2026-07-14',
    });
    expect(past.status).toBe(400);
    expect(past.body.code).toBe('catalogue.effective-in-past');
    const alone = await ask('admin', 'POST', `/duty-lists/${draft.id}/publish`, {
      baseRevision: draft.revision,
    });
    expect(alone.body.code).toBe('catalogue.own-draft');
    const published = await ask('chief', 'POST', `/duty-lists/${draft.id}/publish`, {
      baseRevision: draft.revision,
      effectiveOn: '2026-07-17',
    });
    expect(published.status).toBe(200);
    expect(published.body).toMatchObject({ standing: 'upcoming', version: 2, publishedByName: 'chief' });

    // Until its day the old version routes; from that day the new one, and the open cases are listed, not moved.
    expect((await ask('admin', 'GET', '/duty-lists/rerouting')).body.count).toBe(0);
    p.clock.at += 2 * DAY;
    p.product.catalogue.forget('demo');
    const stray = await ask('admin', 'GET', '/duty-lists/rerouting');
    expect(stray.body.count).toBe(2);
    expect(stray.body.cases.items.map((one: { toName: string }) => one.toName)).toEqual([
      '住房和城乡建设局',
      '住房和城乡建设局',
    ]);
    const { row } = await p.stored(sent.id);
    expect(row['owner_unit']).toBe(p.district.units['urban-management']);
    expect((row['facts'] as { routing: { item: { version: number } } }).routing.item.version).toBe(1);
    const next = await fileCase(p, 'worker1', { category: 'utility.streetlight', text: '第三盏路灯不亮' });
    const facts = (await p.stored(next.id)).row['facts'] as {
      routing: { owner: string; item: { version: number } };
    };
    expect(facts.routing).toMatchObject({ owner: p.district.units['housing'], item: { version: 2 } });
  });
});

describe('proposals', () => {
  it('open a draft, wait beside it, are taken or declined once, and hold up publication', async () => {
    const source = { kind: 'ruling', id: p.ids.next(), label: '260715-00000011' };
    const asked = {
      list: 'street' as const,
      item: {
        code: 'p-10',
        type: 'assist' as const,
        title: { 'zh-CN': '路灯与井盖', en: '' },
        categories: ['utility.manhole'],
        lead: { code: 'water' },
        assist: [],
        basis: '裁定',
      },
      source,
      reason: '两次退单后裁定由水务局牵头',
      by: null,
    };
    const parts = { ids: p.ids, now: p.clock.at };
    const first = await p.database.system((tx) => proposeItem(tx, parts, asked));
    const again = await p.database.system((tx) => proposeItem(tx, parts, asked));
    expect(again).toEqual(first);
    const { body: draft } = await ask('admin', 'GET', `/duty-lists/${first.draftId}`);
    expect(draft.proposals).toMatchObject([{ code: 'p-10', adds: true, source: { label: source.label } }]);
    expect(draft.items.some((one: { code: string }) => one.code === 'p-10')).toBe(false);
    const held = await ask('chief', 'POST', `/duty-lists/${draft.id}/publish`, {
      baseRevision: draft.revision,
    });
    expect(held.body.code).toBe('catalogue.proposals-open');
    const mute = await ask('admin', 'POST', `/duty-proposals/${first.proposalId}/decide`, {
      take: false,
      note: '',
    });
    expect(mute.body.code).toBe('catalogue.decline-reason');
    const taken = await ask('admin', 'POST', `/duty-proposals/${first.proposalId}/decide`, {
      take: true,
      note: '',
    });
    expect(taken.status).toBe(200);
    expect(taken.body.proposals).toEqual([]);
    // The category went from the item that held it to the proposed one, so the list does not contradict itself.
    expect(taken.body.faults).toEqual([]);
    const codes = (code: string) =>
      taken.body.items
        .find((one: { code: string }) => one.code === code)
        .categories.map((one: { code: string }) => one.code);
    expect(codes('p-10')).toEqual(['utility.manhole']);
    expect(codes('p-01')).not.toContain('utility.manhole');
    const twice = await ask('admin', 'POST', `/duty-proposals/${first.proposalId}/decide`, {
      take: true,
      note: '',
    });
    expect(twice.body.code).toBe('catalogue.proposal-decided');
    const own = await ask('admin', 'POST', `/duty-lists/${draft.id}/publish`, {
      baseRevision: taken.body.revision,
      ownDraftReason: '另一位同事休假，裁定须即日执行',
    });
    expect(own.body).toMatchObject({
      standing: 'in-force',
      ownDraftReason: '另一位同事休假，裁定须即日执行',
    });
  });
});
