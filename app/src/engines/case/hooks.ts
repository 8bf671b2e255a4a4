import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { CaseState, CaseStep } from './case.ts';
import type { Decision } from './decide.ts';
import type { Notice, World } from './kind.ts';

/** What a module adds to each step inside its transaction. */
export type StepHooks<W extends World> = {
  /** Checks and completes a form before it is decided (files, units): may read, may refuse. */
  prepare?(tx: Tx, state: CaseState, name: string, form: unknown, actor: Actor): Promise<unknown>;
  /** Writes the module's own tables beside the step (reporters, notices). */
  after?(tx: Tx, step: { before: CaseState; decision: Decision; actor: Actor; world: W }): Promise<void>;
  /**
   * Told of every step that is written, whatever brought it: filing, commands, lapses, undoing, opening. Sends its statement behind the
   * step's own and does not wait: it leaves with the commit, and its failure undoes the step.
   */
  kept?(tx: Tx, kept: { before: CaseState | undefined; after: CaseState; step: CaseStep }): void;
  /** Writes the module's own tables beside a case that another one opened. */
  opened?(
    tx: Tx,
    filing: { opened: CaseState; notices: readonly Notice[]; from: CaseState; actor: Actor },
  ): Promise<void>;
};
