// Why something that was sent was not taken: the sentence, then each field that has to be mended.
import { ApiProblem, type ProblemField } from './api.ts';
import { useI18n } from './i18n.tsx';
import { problemWords } from './problem-words.ts';

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
  return (
    <div className="k-form-problem" role="alert">
      {problemWords(t, failure)}
      {fields.map((one) => (
        <div key={`${one.path}-${one.code}`}>{one.message}</div>
      ))}
    </div>
  );
}
