// Kills the server or the database with SIGKILL at random moments under load, again and again, and then asks: is every acknowledged
// command there exactly once, and is the doctor content?
//   npm run bench:crash -- --rounds N [--seed S]
// The last line of output is one JSON object.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '@renlin/core/random';
import pg from 'pg';
import { allMessages, compose } from '../src/main/compose.ts';
import { ensureDemo } from '../src/main/demo.ts';
import { runDoctor } from '../src/main/doctor.ts';
import { buildPlatform, type Database } from '../src/main/platform.ts';
import { prepareDatabase } from '../src/main/server.ts';
import { createSystemIds, systemClock } from '../src/platform/clock.ts';
import { readEnv } from '../src/platform/env.ts';
import { startServer, stopServer } from './people.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
const rounds = Number(values.rounds);
const random = createRandom(`crash-${values.seed}`);
const say = (line: string) => process.stderr.write(`${line}\n`);
const ids = createSystemIds(systemClock);
const folder = await mkdtemp(join(tmpdir(), 'renlin-crash-'));
const variables = { RENLIN_DATA: folder, RENLIN_DEMO: '1', RENLIN_LOG: 'error' };
const env = readEnv({ ...variables, PORT: '0' });
const port = 20_000 + (process.pid % 20_000);
const acknowledged = new Set<string>();
const refused = new Map<number, number>();
let sent = 0;

let database: Database = await prepareDatabase(env, say);
{
  const platform = await buildPlatform(env, database.config, allMessages);
  await ensureDemo(platform, compose(platform), database.config, say);
  await platform.close();
}

for (let round = 1; round <= rounds; round++) {
  const child = await startServer(port, { ...variables, PORT: String(port) });
  const stop = { now: false };
  const load = Promise.all(Array.from({ length: 8 }, () => run(stop)));
  await new Promise((done) => setTimeout(done, 1500 + random.int(2500)));
  const victim = random.next() < 0.5 ? 'server' : 'database';
  if (victim === 'server') child.kill('SIGKILL');
  else await killDatabase(database.embedded?.dataFolder ?? '');
  stop.now = true;
  await load;
  child.kill('SIGKILL');
  await new Promise((done) => setTimeout(done, 300));
  database = await prepareDatabase(env, say);
  say(`round ${round}: killed the ${victim}; ${acknowledged.size} acknowledged of ${sent}`);
}

const client = new pg.Client(database.config);
await client.connect();
const { rows } = await client.query<{ command_id: string; n: number }>(
  'select command_id, count(*)::int as n from case_steps group by 1',
);
await client.end();
const stored = new Map(rows.map((row) => [row.command_id, row.n]));
const lost = [...acknowledged].filter((id) => !stored.has(id));
const doubled = rows.filter((row) => row.n > 1).length;
// A server that stays up does what its jobs were kept from, the chain of the audit log for one; then the doctor must be content.
const last = await startServer(port, { ...variables, PORT: String(port) });
const platform = await buildPlatform(env, database.config, allMessages);
const examine = async () => (await runDoctor(platform, () => undefined)).flatMap((finding) => finding.faults);
let faults = await examine();
for (let wait = 0; faults.length > 0 && wait < 30; wait++) {
  await new Promise((done) => setTimeout(done, 5_000));
  faults = await examine();
}
await platform.close();
await stopServer(last);
await database.stop();
await rm(folder, { recursive: true, force: true });
for (const fault of faults) say(fault);
process.stdout.write(
  `${JSON.stringify({ rounds, sent, acknowledged: acknowledged.size, refused: Object.fromEntries(refused), lost: lost.length, doubled, doctorFaults: faults.length })}\n`,
);
// A run in which hardly anything was acknowledged has shown nothing.
const shown = acknowledged.size >= 10 * rounds;
if (!shown) say(`only ${acknowledged.size} commands were acknowledged in ${rounds} rounds`);
process.exitCode = !shown || lost.length + doubled + faults.length > 0 ? 1 : 0;

/** Ends the database at once, as a power cut would. */
async function killDatabase(folderOfData: string): Promise<void> {
  const pid = Number((await readFile(join(folderOfData, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGKILL');
}

/** Files and dispatches until told to stop; only what was answered with 200 counts as acknowledged. */
async function run(stop: { now: boolean }): Promise<void> {
  const base = `http://127.0.0.1:${port}/api/v1`;
  const post = async (path: string, body: object, cookie = '') => {
    sent += 1;
    const headers = { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) };
    const answer = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return {
      status: answer.status,
      cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
      body: (await answer.json()) as Record<string, unknown>,
    };
  };
  try {
    const { cookie } = await post('/demo/session', { user: 'street' });
    const list = (await (
      await fetch(`${base}/cases?kind=incident&limit=50`, { headers: { cookie } })
    ).json()) as {
      items: { point: object | null }[];
    };
    const point = list.items.find((item) => item.point)?.point;
    if (!point) throw new Error('no case of the demo has a place');
    while (!stop.now) {
      const commandId = ids.next();
      const filed = await post(
        '/cases',
        {
          commandId,
          kind: 'incident',
          category: 'utility.streetlight',
          text: '路灯不亮',
          point,
          address: '长城路',
        },
        cookie,
      );
      if (filed.status !== 200) {
        refused.set(filed.status, (refused.get(filed.status) ?? 0) + 1);
        continue;
      }
      acknowledged.add(commandId);
      const urge = ids.next();
      const given = await post(
        `/cases/${commandId}/commands`,
        { commandId: urge, name: 'urge', baseVersion: 1, occurredAt: systemClock.now(), form: {} },
        cookie,
      );
      if (given.status === 200) acknowledged.add(urge);
    }
  } catch (error) {
    // The server went away in the middle of an answer: that is what this is about; the command was not acknowledged.
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
  }
}
