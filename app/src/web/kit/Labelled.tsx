// A control that is no field of a command's form: its name above, a hint below.
import type { ReactNode } from 'react';

/** `id` is the control's own. */
export function Labelled({
  id,
  label,
  hint,
  children,
}: {
  id: string;
  label: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <div className="k-field">
      <label className="k-label" htmlFor={id}>
        {label}
      </label>
      {children}
      {hint ? <p className="k-hint">{hint}</p> : null}
    </div>
  );
}
