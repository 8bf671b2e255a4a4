import { ApiProblem } from '../kit/api.ts';
import { useI18n } from '../kit/i18n.tsx';
import { problemWords } from '../kit/problem-words.ts';
import { ErrorState } from '../kit/States.tsx';

/** A code that names nothing says so in its own words; anything else failed on the way. */
export function CodeFailed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useI18n();
  if (!(error instanceof ApiProblem && error.status === 404))
    return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <p className="k-error" role="alert">
      {problemWords(t, error)}
    </p>
  );
}
