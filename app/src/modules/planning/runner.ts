// Runs wait in the database and are computed one after the other in a worker thread of whichever process is free. A process that goes
// away leaves its run to the next one: the same question, so the same answer.
import { Problem, problem } from '../../kernel/problem.ts';
import { randomSecret } from '../../platform/clock.ts';
import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import { askedTask, resultMark } from './asking.ts';
import { Cancelled, Impossible, type Running, runTask, WrongTask } from './compute/in-worker.ts';
import type { Progress, Result } from './compute/task.ts';
import type { PlanKind } from './contract.ts';
import { type PlanningParts, systemScope } from './parts.ts';
import * as store from './store.ts';

const LEASE_MS = 30_000;
const BEAT_MS = 1_000;
const MOST_TRIES = 3;
const JOB_SECONDS = 10;

export type Runner = {
  /** Looks for waiting runs soon, without waiting for them. */
  kick(district: string): void;
  /** Computes everything that waits; gives how many runs were settled. */
  drain(district: string): Promise<number>;
  /** Ends a run of this process at once; one of another process hears of it within a second. */
  cancel(id: string): void;
  jobs: readonly JobDefinition[];
};

export function createRunner(parts: PlanningParts): Runner {
  const owner = randomSecret(9);
  const working = new Map<string, Promise<number>>();
  const running = new Map<string, () => void>();

  async function one(district: string): Promise<boolean> {
    const scope = systemScope(district);
    const at = parts.now();
    const id = await parts.db.tx(scope, (tx) => store.claimRun(tx, owner, at, at + LEASE_MS));
    if (id === undefined) return false;
    const began = parts.stopwatch();
    const settle = (outcome: Parameters<typeof store.settleRun>[2]) =>
      parts.db.tx(scope, (tx) =>
        store.settleRun(
          tx,
          { id, owner, at: parts.now(), seconds: (parts.stopwatch() - began) / 1000 },
          outcome,
        ),
      );
    let kind: PlanKind | undefined;
    try {
      const { asked, tries } = await parts.db.read(scope, async (tx) => {
        const run = await store.findRun(tx, id);
        const plan = run && (await store.findPlan(tx, run.planId));
        if (!run || !plan) throw problem('planning.plan-unknown', {});
        return { asked: await askedTask(parts, tx, plan.areaId, run.input), tries: run.tries };
      });
      kind = asked.task.kind;
      if (tries > MOST_TRIES) throw new Error(`run ${id}: given up after ${MOST_TRIES} tries`);
      const result = await compute(district, id, asked.task);
      await settle({
        state: 'done',
        result: JSON.stringify(result),
        dataHash: asked.dataHash,
        resultHash: resultMark(result),
      });
    } catch (error) {
      if (error instanceof Cancelled) await settle({ state: 'cancelled' });
      else if (error instanceof Problem)
        await settle({ state: 'failed', failure: { code: error.code, params: error.params } });
      else if (error instanceof Impossible)
        await settle({
          state: 'failed',
          failure: { code: `planning.correction-${error.message}`, params: { step: error.step + 1 } },
        });
      else if (error instanceof WrongTask)
        await settle({
          state: 'failed',
          failure:
            kind === 'stress'
              ? { code: 'planning.stress-input', params: { what: error.message } }
              : { code: 'planning.no-streets', params: { area: error.message } },
        });
      else {
        parts.warn(error, 'planning run failed');
        await settle({ state: 'failed', failure: { code: 'server.bug', params: {} } });
      }
    }
    return true;
  }

  async function compute(district: string, id: string, task: Parameters<typeof runTask>[0]): Promise<Result> {
    let progress: Progress | undefined;
    const run: Running = runTask(task, (next) => {
      progress = next;
    });
    // A search with a proof and a stress test end politely, with the best they have; the others have nothing to show before they are done.
    const end = task.kind === 'siting' || task.kind === 'stress' ? run.stop : run.end;
    running.set(id, end);
    let beating: Promise<void> | undefined;
    const beat = () => {
      if (beating) return;
      const until = parts.now() + LEASE_MS;
      beating = parts.db
        .tx(systemScope(district), (tx) => store.keepLease(tx, { id, owner, until, progress }))
        .then(({ ours, cancel }) => {
          if (!ours) run.end();
          else if (cancel) end();
        })
        .catch((error: unknown) => parts.warn(error, 'planning lease'))
        .finally(() => {
          beating = undefined;
        });
    };
    const beats = setInterval(beat, BEAT_MS);
    // Somebody may have asked to end it between the claim and now.
    beat();
    try {
      return await run.result;
    } finally {
      clearInterval(beats);
      running.delete(id);
      // The last sign of life and the answer write the same row.
      await beating;
    }
  }

  async function all(district: string): Promise<number> {
    let done = 0;
    while (await one(district)) done += 1;
    return done;
  }

  function drain(district: string): Promise<number> {
    const before = working.get(district) ?? Promise.resolve(0);
    const mine = before.catch(() => 0).then(() => all(district));
    working.set(district, mine);
    return mine.finally(() => {
      if (working.get(district) === mine) working.delete(district);
    });
  }

  return {
    drain,
    kick(district) {
      if (working.has(district)) return;
      drain(district).catch((error: unknown) => parts.warn(error, 'planning runs'));
    },
    cancel: (id) => running.get(id)?.(),
    jobs: [
      {
        name: 'planning-runs',
        everySeconds: JOB_SECONDS,
        async run() {
          for (const district of await parts.districts()) await drain(district);
        },
      },
    ],
  };
}
