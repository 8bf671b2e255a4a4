// The heading of a part of a case. Alone on its page the case is the first heading and its parts are second; beside the list both are
// one lower.
import { createContext, type ReactNode, use } from 'react';

export const PartLevel = createContext<'h2' | 'h3'>('h3');

export function PartHeading({ id, children }: { id?: string; children: ReactNode }) {
  const Level = use(PartLevel);
  return (
    <Level id={id} className="c-part">
      {children}
    </Level>
  );
}
