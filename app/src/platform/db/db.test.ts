// A database that goes away in the middle.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { openDb, scopeOf } from './db.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase([
    { module: 'platform-db', folder: new URL('migrations', import.meta.url).pathname },
  ]);
});
afterAll(() => database.drop());

const system = scopeOf({ kind: 'system', district: 'demo', reason: 'test' });

it('ends a transaction whose first statement finds the connection gone, and the process lives on', async () => {
  const db = openDb({ config: database.config, max: 1 });
  const [own] = await db.read(system, (tx) => tx.rows<{ pid: number }>('select pg_backend_pid() as pid', []));
  const unheard: unknown[] = [];
  const listen = (reason: unknown) => unheard.push(reason);
  process.on('unhandledRejection', listen);
  await terminateUnseen(own?.pid as number);
  // The pool has not noticed, and hands out the dead connection.
  const failed = db.tx(system, () => database.owner('select pg_sleep(0.2)'));
  await expect(failed).rejects.toMatchObject({
    message: expect.stringMatching(/terminat|connection|EPIPE/i),
  });
  process.off('unhandledRejection', listen);
  expect(unheard).toEqual([]);
  expect(await db.read(system, (tx) => tx.rows('select 1 as one', []))).toEqual([{ one: 1 }]);
  await db.close();
});

/** Ends a connection of this process while this thread stands still, so that nothing here can notice. */
async function terminateUnseen(pid: number): Promise<void> {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    `const { workerData } = require('node:worker_threads');
     const pg = require(workerData.pg);
     (async () => {
       const client = new pg.Client(workerData.config);
       await client.connect();
       await client.query('select pg_terminate_backend($1, 5000)', [workerData.pid]);
       await client.end();
       Atomics.store(workerData.signal, 0, 1);
       Atomics.notify(workerData.signal, 0);
     })();`,
    {
      eval: true,
      workerData: {
        pg: createRequire(import.meta.url).resolve('pg'),
        config: { ...database.config },
        pid,
        signal,
      },
    },
  );
  await once(worker, 'online');
  Atomics.wait(signal, 0, 0, 10_000);
  expect(signal[0]).toBe(1);
}
