// Who is signed in. One request at the start; a 401 later ends the session everywhere on the page.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { ApiProblem, del, get, onSessionEnded } from './api.ts';
import type { Me } from './api-types.ts';

export type Session =
  | { status: 'loading'; me: undefined }
  | { status: 'signed-in'; me: Me }
  | { status: 'signed-out'; me: undefined }
  | { status: 'failed'; me: undefined; error: unknown };

type Value = { session: Session; reload(): Promise<void>; signOut(): Promise<void>; setMe(me: Me): void };

const Context = createContext<Value | undefined>(undefined);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session>({ status: 'loading', me: undefined });
  const reload = useCallback(async () => {
    try {
      setSession({ status: 'signed-in', me: await get<Me>('/auth/me') });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401)
        setSession({ status: 'signed-out', me: undefined });
      // Whoever is signed in stays so while the network is away.
      else
        setSession((now) => (now.status === 'signed-in' ? now : { status: 'failed', me: undefined, error }));
    }
  }, []);
  useEffect(() => {
    void reload();
    onSessionEnded(() => setSession({ status: 'signed-out', me: undefined }));
    return () => onSessionEnded(undefined);
  }, [reload]);
  const signOut = useCallback(async () => {
    await del('/auth/session');
    setSession({ status: 'signed-out', me: undefined });
  }, []);
  const setMe = useCallback((me: Me) => setSession({ status: 'signed-in', me }), []);
  const value = useMemo(() => ({ session, reload, signOut, setMe }), [session, reload, signOut, setMe]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useSession(): Value {
  const value = useContext(Context);
  if (!value) throw new Error('SessionProvider is missing');
  return value;
}

/** The duties of the signed-in person, over all posts. What may be done to a thing is the server's word; this only hides menus. */
export function holdsDuty(me: Me | undefined, ...duties: readonly string[]): boolean {
  return me?.posts.some((post) => post.duties.some((duty) => duties.includes(duty))) ?? false;
}
