import { useState } from 'react';
import { FormProblem } from '../../kit/FormProblem.tsx';

/** A step that ends something: the button asks first, says what it would mean, and shows why it was refused. */
export function AskFirst({
  words,
  label,
  question,
  yes,
  no,
  quiet = false,
  onYes,
}: {
  words: string;
  /** For ears: what the button would end. */
  label?: string;
  question: string;
  yes: string;
  no: string;
  quiet?: boolean;
  onYes(): Promise<void>;
}) {
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function go(): Promise<void> {
    setFailure(undefined);
    try {
      await onYes();
      setAsking(false);
    } catch (error) {
      setFailure(error);
    }
  }
  if (!asking)
    return (
      <button
        type="button"
        className={quiet ? 'k-link' : 'k-button'}
        aria-label={label}
        onClick={() => setAsking(true)}
      >
        {words}
      </button>
    );
  return (
    <div className="k-field">
      <p>{question}</p>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button type="button" className="k-button k-button-danger" onClick={() => void go()}>
          {yes}
        </button>
        <button type="button" className="k-button" onClick={() => setAsking(false)}>
          {no}
        </button>
      </div>
    </div>
  );
}
