import './warnings.css';
import type { Colour } from './queries.ts';

/** The colour of a warning with its word: nobody has to tell colours apart. */
export function ColourMark({ colour, label }: { colour: Colour | null; label: string }) {
  return (
    <span className="w-colour">
      <span className={`w-dot w-dot-${colour ?? 'none'}`} aria-hidden="true" />
      {label}
    </span>
  );
}
