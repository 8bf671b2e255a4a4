// Another house that sends work orders, for tests: its rows, its signed messages, its reply file, and the address it is called at.
import { createHmac } from 'node:crypto';
import { type CellValue, readXlsx, writeXlsx } from 'hucre/xlsx';
import { expect } from 'vitest';
import type { SourceBody } from '../src/modules/orders/contract.ts';
import { SESSION_COOKIE } from '../src/platform/auth/sessions.ts';
import type { OutboundCall } from '../src/platform/http/outbound.ts';
import { bring, must } from './case-desk.ts';
import { type ApiAnswer, MINUTE, type PersonKey, type TestProduct, testProduct } from './product.ts';

export const HEAD = [
  '工单编号',
  '诉求内容',
  '类别',
  '地址',
  '坐标',
  '来电人',
  '联系电话',
  '办理时限',
  '状态',
  '退回原因',
  '紧急程度',
  '部门编码',
];
export type OrderRow = Partial<Record<(typeof HEAD)[number], CellValue>>;

export const book = (rows: readonly OrderRow[], head: readonly string[] = HEAD): Promise<Uint8Array> =>
  writeXlsx({
    sheets: [
      {
        name: '工单',
        rows: [['热线工单'], [...head], ...rows.map((row) => head.map((name) => row[name] ?? null))],
      },
    ],
  });

export type OrdersDesk = Awaited<ReturnType<typeof ordersDesk>>;

/** The test district with one sender, `hotline`, over its west street. */
export async function ordersDesk(seed: string) {
  const calls: OutboundCall[] = [];
  const line = { broken: false };
  const p: TestProduct = await testProduct({
    seed,
    send: async (call) => {
      if (line.broken) throw new TypeError('fetch failed');
      calls.push(call);
    },
  });
  let nonce = 0;

  const body = (): SourceBody => ({
    code: 'hotline',
    name: '12345热线',
    kind: 'hotline',
    unitId: p.district.units['street1'] as string,
    areaId: p.district.areas.s1,
    enabled: true,
    mapping: {
      fields: {
        number: ['工单编号', 'no'],
        text: ['诉求内容', 'content'],
        category: ['类别', 'kind'],
        address: ['地址'],
        point: ['坐标', 'where'],
        reporterName: ['来电人'],
        reporterPhone: ['联系电话', 'phone'],
        deadline: ['办理时限', 'due'],
        state: ['状态', 'state'],
        stateReason: ['退回原因', 'reason'],
        urgency: ['紧急程度', 'urgency'],
      },
      coordinates: 'wgs84',
      kind: 'request',
      categories: { 井盖问题: 'utility.manhole', 路灯问题: 'utility.streetlight' },
      urgentWords: ['紧急'],
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
        { header: '部门编码', from: 'echo', column: '部门编码' },
        { header: '办理结果', from: 'reply' },
        { header: '状态', from: 'state' },
        { header: '办结时间', from: 'repliedAt' },
        { header: '承办编号', from: 'ourNumber' },
      ],
    },
  });

  function upload(
    person: PersonKey,
    url: string,
    bytes: Uint8Array,
    joins: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const edge = 'edge-of-parts';
    const part = (head: string, content: Uint8Array) =>
      Buffer.concat([
        Buffer.from(`--${edge}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
        content,
        Buffer.from('\r\n'),
      ]);
    const payload = Buffer.concat([
      part('name="joins"', Buffer.from(JSON.stringify(joins))),
      part('name="file"; filename="orders.xlsx"\r\nContent-Type: application/octet-stream', bytes),
      Buffer.from(`--${edge}--\r\n`),
    ]);
    return send(person, url, payload, `multipart/form-data; boundary=${edge}`);
  }

  async function send(person: PersonKey, url: string, payload: Buffer, type: string): Promise<ApiAnswer> {
    const raw = await p.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': type, cookie: `${SESSION_COOKIE}=${await p.cookieOf(person)}` },
      payload,
    });
    const json = String(raw.headers['content-type'] ?? '').includes('json');
    return { status: raw.statusCode, body: json ? raw.json() : undefined, text: raw.body, raw };
  }

  const importFile = (bytes: Uint8Array, joins: Record<string, string> = {}, person: PersonKey = 'hotline') =>
    upload(person, `/api/v1/outside/sources/${sourceId}/import`, bytes, joins);
  const preview = (bytes: Uint8Array, person: PersonKey = 'hotline') =>
    upload(person, `/api/v1/outside/sources/${sourceId}/preview`, bytes);

  async function imported(
    rows: readonly OrderRow[],
  ): Promise<{ outcome: string; caseId: string; caseNumber: string; effect: string }[]> {
    const answer = await importFile(await book(rows));
    expect(answer.status, answer.text).toBe(200);
    return answer.body.items;
  }

  function post(
    message: unknown,
    change: { secret?: string; nonce?: string; at?: number; raw?: string; source?: string } = {},
  ): Promise<ApiAnswer> {
    const raw = JSON.stringify(message);
    const timestamp = String(Math.floor((change.at ?? p.clock.at) / 1000));
    const once = change.nonce ?? `nonce-${String(nonce++).padStart(6, '0')}`;
    const signature = createHmac('sha256', change.secret ?? secret)
      .update(`${timestamp}.${once}.${raw}`)
      .digest('hex');
    return p.call(null, 'POST', `/api/v1/outside/${change.source ?? 'hotline'}/orders`, {
      body: change.raw ?? raw,
      headers: { 'x-renlin-timestamp': timestamp, 'x-renlin-nonce': once, 'x-renlin-signature': signature },
    });
  }

  async function replies(ids?: string[]): Promise<{ rows: CellValue[][]; answer: ApiAnswer }> {
    const raw = await p.app.inject({
      method: 'POST',
      url: `/api/v1/outside/sources/${sourceId}/replies`,
      headers: {
        'content-type': 'application/json',
        cookie: `${SESSION_COOKIE}=${await p.cookieOf('hotline')}`,
      },
      payload: JSON.stringify(ids ? { ids } : {}),
    });
    const json = String(raw.headers['content-type'] ?? '').includes('json');
    const answer = {
      status: raw.statusCode,
      body: json ? raw.json() : undefined,
      text: json ? raw.body : '',
      raw,
    };
    const rows = raw.statusCode === 200 ? ((await readXlsx(raw.rawPayload)).sheets[0]?.rows ?? []) : [];
    return { rows, answer };
  }

  async function finish(caseId: string, result: string): Promise<void> {
    await bring(p, caseId, 'handling');
    await must(p, 'urban', caseId, 'finish', { result });
    await must(p, 'verifier', caseId, 'verify', { result: 'pass' });
    p.clock.at += MINUTE;
  }

  const runJob = async () => {
    const job = p.product.jobs.find((one) => one.name === 'outside-orders');
    await job?.run(p.platform as never, {});
  };
  const count = async (table: string) =>
    (await p.database.owner<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? -1;
  const order = async (number: string) =>
    (
      await p.database.owner<{
        case_id: string;
        link: { theirs: string };
        attention: string | null;
        id: string;
      }>('select id, case_id, link, attention from outside_orders where number = $1', [number])
    )[0];

  const saved = await p.call('admin', 'POST', '/api/v1/outside/sources', { body: body() });
  expect(saved.status, saved.text).toBe(200);
  const sourceId: string = saved.body.id;
  const renewed = await p.call('admin', 'POST', `/api/v1/outside/sources/${sourceId}/secret`);
  const secret: string = renewed.body.secret;
  return {
    p,
    calls,
    line,
    sourceId,
    secret,
    body,
    upload,
    importFile,
    preview,
    imported,
    post,
    replies,
    finish,
    runJob,
    count,
    order,
  };
}
