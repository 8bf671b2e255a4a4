// What a process keeps of a district in memory because every request asks for it. A change that this process made shows at once
// (`forget`); one that another process made shows within `staleMs`, and mostly within `freshMs` of the next question.
import type { Clock } from '../kernel/clock.ts';

export type Kept<T> = {
  get(district: string): Promise<T>;
  /** Something of the district changed: read again at the next question. */
  forget(district: string): void;
};

/** Past this age a value answers once more while a newer one is read. */
const FRESH_MS = 5_000;
/** Past this age nothing is answered without reading: after a quiet hour the first question waits. */
const STALE_MS = 30_000;

/** `read` is given what was known before, so that it can stop early when nothing changed. One reading at a time for each district. */
export function createKept<T>(parts: {
  clock: Clock;
  read(district: string, before: T | undefined): Promise<T>;
}): Kept<T> {
  const known = new Map<string, { value: T; at: number }>();
  const reading = new Map<string, Promise<T>>();

  function refresh(district: string): Promise<T> {
    const running = reading.get(district);
    if (running) return running;
    const at = parts.clock.now();
    const promise: Promise<T> = parts
      .read(district, known.get(district)?.value)
      .then((value) => {
        // What was read before a change must not be remembered after it.
        if (reading.get(district) === promise) known.set(district, { value, at });
        return value;
      })
      .finally(() => {
        if (reading.get(district) === promise) reading.delete(district);
      });
    reading.set(district, promise);
    return promise;
  }

  return {
    async get(district) {
      const entry = known.get(district);
      if (!entry) return refresh(district);
      const age = parts.clock.now() - entry.at;
      if (age > STALE_MS) return refresh(district);
      // A reading behind that fails is tried again at the next question, and is waited for once the value is stale.
      if (age > FRESH_MS) refresh(district).catch(() => undefined);
      return entry.value;
    },
    forget(district) {
      known.delete(district);
      reading.delete(district);
    },
  };
}
