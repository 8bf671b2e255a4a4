// 源头治理: whoever finishes a hazard says why it arose, by a list, and when somebody looks again. Both may be left open: "not known" is an
// answer, and a place whose hazards come back shows what was never answered.
import type { CaseState } from '../../../engines/case/case.ts';
import { type FormSpec, field } from '../../../engines/case/form.ts';
import type { Commands } from './loop-limits.ts';

export const ROOT_CAUSES = [
  'worn',
  'built-wrong',
  'not-maintained',
  'blocked',
  'misused',
  'damaged',
  'weather',
  'nobody-responsible',
  'unknown',
] as const;

/** `measure`: what was done, in the words of whoever finished it. */
export type RootCause = { cause: string | null; measure: string; inspectAt: number | null; at: number };

export function rootCauseOf(state: Pick<CaseState, 'facts'>): RootCause | null {
  return (state.facts['rootCause'] as RootCause | undefined) ?? null;
}

const asked: FormSpec = {
  cause: { ...field.choice('root-cause', ROOT_CAUSES), required: false },
  inspectAt: field.datetime.optional(),
};

/** The commands of the loop, with the two questions at the finish. */
export function withRootCause(commands: Commands): Commands {
  const { finish } = commands;
  if (!finish) throw new Error('a loop without a finish');
  return {
    ...commands,
    finish: {
      ...finish,
      form: { ...finish.form, ...asked },
      // The reporter reads what was done; why it arose is for those who look after the place.
      public: ['result'],
      apply(draft, form, work) {
        finish.apply(draft, form, work);
        const { cause, inspectAt, result } = form as unknown as {
          cause?: string;
          inspectAt?: number;
          result: string;
        };
        draft.facts['rootCause'] = {
          cause: cause ?? null,
          measure: result,
          inspectAt: inspectAt ?? null,
          at: work.at,
        } satisfies RootCause;
      },
    },
  };
}
