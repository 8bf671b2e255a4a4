// Giving a command to a case: one id per intention, kept until the server has answered, so that "try again" never doubles it.
import { useCallback, useRef, useState } from 'react';
import { ApiProblem, post, sendCaseCommand } from './api.ts';
import type { CommandAnswer } from './api-types.ts';
import { newCommandId, now } from './clock.ts';

export type CaseConflict = {
  current: number;
  /** The steps of others since the version we saw; their words are in the timeline of the case as it is now. */
  changes: { version: number; name: string; by?: string; at?: number }[];
};

export type CommandState = {
  pending: boolean;
  problem: ApiProblem | undefined;
  conflict: CaseConflict | undefined;
};

function conflictOf(found: ApiProblem): CaseConflict {
  const changes = Array.isArray(found.params.changes) ? (found.params.changes as unknown[]) : [];
  return {
    current: Number(found.params.current ?? 0),
    changes: changes as CaseConflict['changes'],
  };
}

export function useCaseCommand(caseId: string, baseVersion: number) {
  const [state, setState] = useState<CommandState>({
    pending: false,
    problem: undefined,
    conflict: undefined,
  });
  const intention = useRef<{ key: string; commandId: string; occurredAt: number } | undefined>(undefined);

  const send = useCallback(
    async (
      name: string,
      form: unknown,
      version = baseVersion,
    ): Promise<{ answer: CommandAnswer; commandId: string } | undefined> => {
      const key = `${caseId}|${name}|${JSON.stringify(form)}`;
      if (intention.current?.key !== key)
        intention.current = { key, commandId: newCommandId(), occurredAt: now() };
      const { commandId, occurredAt } = intention.current;
      setState({ pending: true, problem: undefined, conflict: undefined });
      try {
        const answer = await sendCaseCommand<CommandAnswer>(caseId, {
          name,
          baseVersion: version,
          form,
          commandId,
          occurredAt,
        });
        intention.current = undefined;
        setState({ pending: false, problem: undefined, conflict: undefined });
        return { answer, commandId };
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        // Refused for good: the next attempt is a new intention. Offline: the same one.
        if (!error.offline) intention.current = undefined;
        setState({
          pending: false,
          problem: error.conflict ? undefined : error,
          conflict: error.conflict ? conflictOf(error) : undefined,
        });
        return undefined;
      }
    },
    [caseId, baseVersion],
  );
  const reset = useCallback(() => setState({ pending: false, problem: undefined, conflict: undefined }), []);
  return { ...state, send, reset };
}

/** Takes a step back within its ten seconds. */
export function undoCaseCommand(caseId: string, undoes: string): Promise<CommandAnswer> {
  return post<CommandAnswer>(
    `/cases/${encodeURIComponent(caseId)}/undo`,
    { commandId: newCommandId(), undoes },
    { retries: 2 },
  );
}
