// The place that the whole console looks at: chosen on the context line, kept for the session, narrowing every list and map.
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { Me } from '../../kit/api-types.ts';

export type ScopeArea = { id: string; name: string };
type Scope = { me: Me; area: ScopeArea | undefined; setArea(next: ScopeArea | undefined): void };

const KEY = 'renlin.scope';
const Context = createContext<Scope | undefined>(undefined);

function readScope(accountId: string): ScopeArea | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as
      | (ScopeArea & { accountId: string })
      | null;
    return kept?.accountId === accountId ? { id: kept.id, name: kept.name } : undefined;
  } catch {
    return undefined;
  }
}

export function ScopeProvider({ me, children }: { me: Me; children: ReactNode }) {
  const [area, setState] = useState(() => readScope(me.account.id));
  const value = useMemo<Scope>(
    () => ({
      me,
      area,
      setArea(next) {
        setState(next);
        try {
          sessionStorage.setItem(KEY, JSON.stringify(next ? { ...next, accountId: me.account.id } : null));
        } catch {
          // Without storage the choice lives as long as the page.
        }
      },
    }),
    [me, area],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useScope(): Scope {
  const value = useContext(Context);
  if (!value) throw new Error('ScopeProvider is missing');
  return value;
}
