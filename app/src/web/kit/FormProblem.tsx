// Why something that was sent was not taken: the sentence, then each field that has to be mended.
import { ApiProblem, type ProblemField } from './api.ts';
import { useI18n } from './i18n.tsx';
import { refusalLines } from './problem-words.ts';

/** Nothing without a failure. `fields`: those that no control on the screen shows by itself; all of the failure's unless given. */
export function FormProblem({
  failure,
  fields = failure instanceof ApiProblem ? failure.fields : [],
}: {
  failure: unknown;
  fields?: readonly ProblemField[];
}) {
  const { t } = useI18n();
  if (failure === undefined || failure === null) return null;
  const [sentence, ...others] = refusalLines(
    t,
    failure,
    fields.map(({ message }) => message),
  );
  return (
    <div className="k-form-problem" role="alert">
      {sentence}
      {others.map((words) => (
        <div key={words}>{words}</div>
      ))}
    </div>
  );
}
