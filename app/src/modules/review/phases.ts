// The phases of an emergency from what happened to it. Pure.
type Step = { name: string; at: number; toState: string };

export type Phase = {
  code: 'respond' | 'recover' | 'evolve';
  from: number | null;
  /** Null while it lasts, or before it began. */
  to: number | null;
  steps: { name: string; at: number }[];
};

/** What says little by itself: clocks, machine's links, notes. */
const QUIET = new Set(['lapse', 'link-warning', 'note-emergency', 'take-escalation']);

/**
 * Responding until it steps down, recovering until it ends, developing until everything that was to be improved is. A response that was
 * taken up again is one response: the last step down counts. `improved` holds when each improvement was closed. O(steps + improvements).
 */
export function phasesOf(steps: readonly Step[], improved: readonly (number | null)[]): Phase[] {
  const begun = steps[0]?.at ?? null;
  let down: number | null = null;
  let ended: number | null = null;
  let state = '';
  for (const step of steps) {
    if (step.toState === 'emergency-recovering' && state !== 'emergency-recovering') down = step.at;
    if (['emergency-acting', 'emergency-in-force'].includes(step.toState)) down = null;
    if (step.toState === 'emergency-ended') ended = step.at;
    state = step.toState;
  }
  const waits = improved.some((one) => one === null);
  const done = improved.reduce<number | null>(
    (last, one) => (one === null ? last : Math.max(last ?? 0, one)),
    null,
  );
  const told = steps.filter((step) => !QUIET.has(step.name));
  const between = (from: number | null, to: number | null) =>
    from === null
      ? []
      : told
          .filter((step) => step.at >= from && (to === null || step.at < to))
          .map(({ name, at }) => ({ name, at }));
  return [
    { code: 'respond', from: begun, to: down, steps: between(begun, down) },
    { code: 'recover', from: down, to: ended, steps: down === null ? [] : between(down, null) },
    {
      code: 'evolve',
      from: ended,
      to: ended === null || waits ? null : Math.max(done ?? ended, ended),
      steps: [],
    },
  ];
}
