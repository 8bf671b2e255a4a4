// How long it takes from a commander's start of a response until the last of many duty holders has an action card, over HTTP and with the
// jobs of the server as they run in service. Reference in the same run: the same rows written bare, one transaction for each card, as many
// in flight as the call-out has.
//   npm run bench:activation -- [--holders 5000] [--data FOLDER]
// The last line of output is one JSON object.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startStallMeter } from '../../core/bench/stalls.ts';
import { prepareDatabase } from '../src/main/server.ts';
import { createSystemIds, systemClock } from '../src/platform/clock.ts';
import { readEnv } from '../src/platform/env.ts';
import { openPeople, startServer, stopServer } from './people.ts';

const { values } = parseArgs({
  options: { holders: { type: 'string', default: '5000' }, data: { type: 'string' } },
});
const holders = Number(values.holders);
/** As many as the call-out has (`AT_ONCE` of the activation). */
const IN_FLIGHT = 8;
const ASK_AGAIN_MS = 250;
/** A run that takes longer has gone wrong. */
const GIVE_UP_MS = 480_000;
const ids = createSystemIds(systemClock);
const say = (line: string) => process.stderr.write(`${line}\n`);

const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'renlin-activation-')));
const port = 20_000 + (process.pid % 20_000);
const variables = { RENLIN_DATA: folder, RENLIN_DEMO: '1', RENLIN_LOG: 'error', PORT: String(port) };
const database = await prepareDatabase(readEnv(variables), say);
const server = await startServer(port, variables);
const meter = await startStallMeter();
const people = openPeople(port, IN_FLIGHT);
const client = new pg.Client(database.config);
await client.connect();
try {
  const area = await commandedArea();
  await addHolders(area);
  const secretary = await people.person('secretary');
  const id = ids.next();
  let view = {} as View;
  const reaching = await meter.timeAsync(async () => {
    await secretary('POST', '/emergencies', {
      commandId: id,
      areaId: area.id,
      // A risk that the demo has no response for: nothing is running there.
      risk: 'earthquake',
      text: '全员到岗，逐栋查看，先救人',
    });
    view = await finished(id);
  });
  const [turn] = view.activations;
  if (!turn) throw new Error('nothing was begun');
  const delivered = await countDelivered(id);
  if (turn.wanted < holders || delivered.cards !== turn.wanted || delivered.notices < turn.wanted)
    throw new Error(`not every holder was reached: ${JSON.stringify({ wanted: turn.wanted, ...delivered })}`);
  const bare = await meter.timeAsync(() => writeBare(id));
  const figure = {
    cards: turn.wanted,
    seconds: round(reaching.wallMs / 1000),
    cardsPerSecond: round((turn.wanted / reaching.wallMs) * 1000),
    bareSeconds: round(bare.wallMs / 1000),
    ratioToBareInserts: round(reaching.wallMs / bare.wallMs),
    quietSeconds: round(reaching.quietMs / 1000),
    quietRatioToBareInserts: round(reaching.quietMs / bare.quietMs),
    wallOverQuiet: round(reaching.wallMs / reaching.quietMs),
  };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
} finally {
  await client.end();
  people.close();
  await meter.stop();
  await stopServer(server);
  await database.stop();
  if (!values.data) await rm(folder, { recursive: true, force: true });
}

type View = { activations: { wanted: number; opened: number; finishedAt: number | null }[] };
type Area = { id: string; district: string };

/** The community over which the demo's secretary commands. */
async function commandedArea(): Promise<Area> {
  const { rows } = await client.query<Area>(
    `select a.id::text, a.district_code as district from org_posts p
     join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
     where a.level = 'community' and p.duties @> array['command'] and p.title = '社区党委书记'
       and exists (select 1 from org_holdings h join org_persons o on o.district_code = h.district_code and o.id = h.person_id
         where h.district_code = p.district_code and h.post_id = p.id and o.name = '李建国') limit 1`,
  );
  const [area] = rows;
  if (!area) throw new Error('the demo has no secretary who commands');
  return area;
}

/** More duty holders in the grids of the area, each a post of its own with somebody in it, until there are enough. */
async function addHolders(area: Area): Promise<void> {
  const { rowCount } = await client.query(
    `with grids as (
       select g.id, row_number() over (order by g.path) - 1 as turn, count(*) over () as many
       from tree_nodes g join tree_nodes a on a.district_code = g.district_code and a.id = $2
       where g.district_code = $1 and g.level = 'grid' and g.path like a.path || '%'
     ), unit as (
       select p.unit_id as id from org_posts p where p.district_code = $1 and p.area_id = $2 limit 1
     ), new as (
       select gen_random_uuid() as post, gen_random_uuid() as person, n from generate_series(1, $3::int) as n
     ), persons as (
       insert into org_persons (district_code, id, staff_no, name)
       select $1, person, 'B-' || n, '轮值' || n from new returning id
     ), posts as (
       insert into org_posts (district_code, id, unit_id, area_id, title, kind, duties, valid_from)
       select $1, post, (select id from unit), g.id, '应急队员', 'part-time', array['report'], date '2020-01-01'
       from new join grids g on g.turn = new.n % g.many returning id
     )
     insert into org_holdings (district_code, id, post_id, person_id, acting, valid_from)
     select $1, gen_random_uuid(), post, person, false, date '2020-01-01' from new
     where (select count(*) from persons) >= 0 and (select count(*) from posts) >= 0`,
    [area.district, area.id, holders],
  );
  if (rowCount !== holders) throw new Error(`${rowCount} holders were added`);
  await client.query('analyze org_posts, org_persons, org_holdings');
}

async function finished(id: string): Promise<View> {
  const secretary = await people.person('secretary');
  for (const since = systemClock.now(); systemClock.now() - since < GIVE_UP_MS; ) {
    const view = await secretary<View>('GET', `/emergencies/${id}`);
    if (view.activations.some((one) => one.finishedAt !== null)) return view;
    await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
  }
  throw new Error('the cards were not delivered in time');
}

/** Cards, and notices to their posts. */
async function countDelivered(id: string): Promise<{ cards: number; notices: number }> {
  const { rows } = await client.query<{ cards: number; notices: number }>(
    `select count(distinct c.id)::int as cards, count(distinct n.id)::int as notices from cases c
     left join notices n on n.district_code = c.district_code and n.post_id = (c.facts ->> 'post')::uuid
       and n.link = '/console/cases/' || c.id
     where c.parent_id = $1 and c.kind = 'action-card'`,
    [id],
  );
  return rows[0] ?? { cards: 0, notices: 0 };
}

/** The rows of every card once more, into tables with the same indexes and no row-level security: one transaction for each. */
async function writeBare(id: string): Promise<void> {
  const { rows } = await client.query<{ district: string; id: string; notice: string }>(
    `select c.district_code as district, c.id::text, n.id::text as notice from cases c
     join notices n on n.district_code = c.district_code and n.link = '/console/cases/' || c.id
     where c.parent_id = $1 and c.kind = 'action-card'`,
    [id],
  );
  const written: Record<string, string> = {};
  for (const table of ['cases', 'case_steps', 'case_words', 'notices']) {
    await client.query(`create table bare_${table} (like ${table} including all)`);
    // A column that the table computes itself is not written.
    const { rows: columns } = await client.query<{ names: string }>(
      `select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [table],
    );
    written[table] = columns[0]?.names ?? '';
  }
  const lanes = await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      const lane = new pg.Client(database.config);
      await lane.connect();
      return lane;
    }),
  );
  await Promise.all(
    lanes.map(async (lane) => {
      for (let card = rows.pop(); card; card = rows.pop()) {
        const { district, id: own, notice } = card;
        const copies = [
          ['cases', 'id', own],
          ['case_steps', 'case_id', own],
          ['case_words', 'case_id', own],
          ['notices', 'id', notice],
        ].map(
          ([table, key, value]) =>
            `insert into bare_${table} (${written[table as string]}) select ${written[table as string]} from ${table} where district_code = '${district}' and ${key} = '${value}'`,
        );
        // One way there and back, as the product's own statements leave together.
        await lane.query(`begin; ${copies.join('; ')}; commit`);
      }
    }),
  );
  for (const lane of lanes) await lane.end();
  for (const table of ['cases', 'case_steps', 'case_words', 'notices'])
    await client.query(`drop table bare_${table}`);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
