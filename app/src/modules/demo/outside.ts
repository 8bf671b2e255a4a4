// The demo's outside work orders, told as they come: the hotline declares its form, sends a file, a second one with news and a second
// caller; two orders are carried to their end, and one of these is returned by the hotline.

import { findCase } from '../../engines/case/case-store.ts';
import { listNodes } from '../../engines/tree/tree.ts';

import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import { type Db, scopeOf } from '../../platform/db/db.ts';
import { type CasesParts, giveCommand } from '../cases/public.ts';
import { findUnit } from '../catalogue/public.ts';
import {
  catchUp,
  civilTime,
  importSlice,
  type OrdersParts,
  type SourceBody,
  saveSource,
} from '../orders/public.ts';
import { castOf } from './cast.ts';
import { categoryWords, HEAD, type HotlineOrder, outsideWords, sameLamp, stories } from './texts-outside.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;

type Parts = {
  db: Db;
  ids: Ids;
  orders: OrdersParts;
  cases: CasesParts;
  now(): number;
  person(user: 'street' | 'hotline' | 'admin'): Promise<Staff>;
};

const HOUR = 3_600_000;

/** One source, seven orders, some fifteen commands. */
export async function seedOutside({ db, ids, orders, cases, now, person }: Parts): Promise<void> {
  const [street, hotline, admin] = [await person('street'), await person('hotline'), await person('admin')];
  const home = street.posts[0] as Staff['posts'][number];
  const communities = await db.read(scopeOf(street), (tx) =>
    listNodes(tx, 'area', { levels: ['community'], within: home.areaPath, limit: 3 }),
  );
  const who = (actor: Staff) => ({ actor, now, platform: { ids } });
  const source = await db.tx(scopeOf(admin), (tx) =>
    saveSource(orders, tx, who(admin), sourceOf(home.unitId, home.areaId)),
  );

  async function send(
    list: readonly (HotlineOrder & { state?: string })[],
    joins: Record<string, string> = {},
  ) {
    const at = now();
    const lines = list.map((one, index) => [
      `CY${civilTime(at).slice(0, 10).replaceAll('-', '')}${one.no}`,
      one.text,
      one.category,
      communities[index % Math.max(1, communities.length)]?.name ?? '',
      one.caller,
      one.phone,
      civilTime(at - one.hoursAgo * HOUR),
      civilTime(at + one.hoursLeft * HOUR),
      one.state ?? '待签收',
      one.urgent ? '紧急' : '一般',
      '0532-07',
    ]);
    const bytes = Buffer.from([HEAD, ...lines].map((row) => row.join(',')).join('\r\n'));
    const taken = await importSlice(orders, who(hotline), source.id, bytes, { joins }, (errors) =>
      errors.map(({ path, code }) => ({ path, code, message: code })),
    );
    return taken.items.map((item) => {
      if (item.caseId === null) throw new Error(`order ${item.number}: ${JSON.stringify(item.errors)}`);
      return item.caseId;
    });
  }
  const give = async (actor: Staff, id: string, name: string, form: Record<string, unknown>) => {
    const asking = { actor, locale: 'zh-CN' as const };
    const found = await db.read(scopeOf(admin), (tx) => findCase(tx, id, id));
    if (!found) throw new Error(`case ${id} is gone`);
    const baseVersion = found.state.version;
    await giveCommand(cases, asking, id, {
      commandId: ids.next(),
      name,
      baseVersion,
      occurredAt: now(),
      form,
    });
  };

  const all = Object.values(stories);
  const first = await send(all);
  const caseOf = (one: HotlineOrder) => first[all.indexOf(one as (typeof all)[number])] as string;
  const { catalogue } = await cases.engine.world(street.district);
  const urban = findUnit(catalogue, { code: 'urban-management' }, '')?.id ?? '';
  const cast = await db.read(scopeOf(admin), (tx) => castOf(tx, now(), () => 1));
  const handler = (cast.inUnit(urban) ?? street) as Staff;
  for (const one of [stories.given, stories.more, stories.answered, stories.returned])
    await give(street, caseOf(one), 'dispatch', { unit: urban });
  await give(handler, caseOf(stories.more), 'sign', {});
  // The row of the second caller is the second line of the file: the head is the first.
  await send([sameLamp], { '2': caseOf(stories.answered) });
  for (const [one, result] of [
    [stories.answered, outsideWords.lampFixed],
    [stories.returned, outsideWords.coverFixed],
  ] as const) {
    await give(handler, caseOf(one), 'finish', { result });
    const checker = cast.over('verify', home.areaPath, [urban]) as Staff | undefined;
    if (checker) await give(checker, caseOf(one), 'verify', { result: 'pass' });
  }
  await catchUp(orders, street.district);
  await send([
    { ...stories.more, text: outsideWords.moreText },
    { ...stories.returned, text: `${stories.returned.text}${outsideWords.unsatisfied}`, state: '退回重办' },
  ]);
}

function sourceOf(unitId: string, areaId: string): SourceBody {
  return {
    code: 'hotline-12345',
    name: outsideWords.source,
    kind: 'hotline',
    unitId,
    areaId,
    enabled: true,
    mapping: {
      fields: {
        number: ['工单编号'],
        text: ['诉求内容'],
        category: ['诉求类别'],
        address: ['诉求地址'],
        reporterName: ['来电人'],
        reporterPhone: ['联系电话'],
        receivedAt: ['受理时间'],
        deadline: ['办理时限'],
        state: ['状态'],
        urgency: ['紧急程度'],
      },
      coordinates: 'gcj02',
      kind: 'request',
      categories: categoryWords,
      urgentWords: ['紧急', '特急'],
    },
    words: [
      { word: '待签收', state: 'received' },
      { word: '已签收', state: 'accepted' },
      { word: '办理中', state: 'handling' },
      { word: '已办结', state: 'replied' },
      { word: '不予受理', state: 'declined' },
      { word: '退回重办', state: 'returned' },
      { word: '已撤单', state: 'withdrawn' },
    ],
    reply: {
      format: 'xlsx',
      columns: [
        { header: '工单编号', from: 'number' },
        { header: '承办部门编码', from: 'echo', column: '承办部门编码' },
        { header: '办理结果', from: 'reply' },
        { header: '状态', from: 'state' },
        { header: '办结时间', from: 'repliedAt' },
        { header: '承办单位', from: 'unit' },
        { header: '承办编号', from: 'ourNumber' },
      ],
    },
  };
}
