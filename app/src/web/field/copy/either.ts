// The server's answer when it comes, the phone's copy when it does not. Pure but for the network that is asked.
import { ApiProblem } from '../../kit/api.ts';

/** A network that keeps somebody waiting longer than this is none, as long as there is a copy. */
const PATIENCE_MS = 4_000;

export type EitherParts<T> = {
  ask(): Promise<T>;
  copy(): Promise<T | undefined>;
  hasLine: boolean;
  patienceMs?: number;
};

/** Nothing came back, or something that stands between us and the server. */
function isAway(error: unknown): boolean {
  return error instanceof ApiProblem && (error.offline || error.status >= 500);
}

/** Throws what the server said when it spoke, and the network's failure when there is no copy. */
export async function either<T>({
  ask,
  copy,
  hasLine,
  patienceMs = PATIENCE_MS,
}: EitherParts<T>): Promise<T> {
  if (!hasLine) {
    const kept = await copy();
    if (kept !== undefined) return kept;
  }
  const asked = ask();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), patienceMs);
  });
  try {
    const first = await Promise.race([asked, late]);
    if (first !== 'late') return first;
    asked.catch(() => undefined);
    return (await copy()) ?? (await asked);
  } catch (error) {
    const kept = isAway(error) ? await copy() : undefined;
    if (kept === undefined) throw error;
    return kept;
  } finally {
    clearTimeout(timer);
  }
}
