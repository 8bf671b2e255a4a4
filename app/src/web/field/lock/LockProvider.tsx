// Whose shelf is open on this phone. The key of an open shelf is in memory only: a phone that was shut, slept too long or was locked by
// hand asks for the PIN again. Where a browser gives no storage there is nothing to lock.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { machineNow, randomBytes } from '../../kit/clock.ts';
import { openShelf, type PhoneShelf } from '../../sync/dexie-store.ts';
import { type Door, openDoor } from '../../sync/door.ts';
import { afterWrong, NO_TRIES, type Tries, waitOf } from '../../sync/pin-tries.ts';
import { changePin, createVault, unlockVault } from '../../sync/vault.ts';
import { useIdle } from './use-idle.ts';

/** Long enough to walk to the next house with the phone in the pocket. */
const IDLE_MS = 15 * 60_000;

export type OpenShelf = { owner: string; shelf: PhoneShelf };
/** `wait`: no PIN is looked at before so many milliseconds have gone by. */
export type Opened = { is: 'open' } | { is: 'wrong'; tries: Tries } | { is: 'wait'; ms: number };

type Lock = {
  /** Undefined while it is being opened; null where the browser gives no storage. */
  door: Door | null | undefined;
  lastOwner: string | undefined;
  open: OpenShelf | undefined;
  /** How often a phone was cleared since the page began: a vault that was there may be gone. */
  cleared: number;
  setPin(owner: string, pin: string): Promise<void>;
  unlock(owner: string, pin: string): Promise<Opened>;
  changePin(pin: string, next: string): Promise<Opened>;
  lock(): void;
  /** Removes everything of this owner from the phone. */
  forget(owner: string): Promise<void>;
  /** Somebody signs out: the next start asks who it is. */
  leave(): Promise<void>;
};

const Context = createContext<Lock | undefined>(undefined);

export function useLock(): Lock {
  const value = useContext(Context);
  if (!value) throw new Error('LockProvider is missing');
  return value;
}

export function LockProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [door, setDoor] = useState<Door | null>();
  const [lastOwner, setLastOwner] = useState<string>();
  const [open, setOpen] = useState<OpenShelf>();
  const [cleared, setCleared] = useState(0);

  useEffect(() => {
    let gone = false;
    openDoor().then(
      async (made) => {
        const last = await made.lastOwner();
        if (gone) made.close();
        else {
          setLastOwner(last === '' ? undefined : last);
          setDoor(made);
        }
      },
      () => {
        if (!gone) setDoor(null);
      },
    );
    return () => {
      gone = true;
    };
  }, []);

  const lock = useCallback(() => {
    setOpen(undefined);
    // What was read lies in memory as well.
    queries.clear();
  }, [queries]);
  useIdle(IDLE_MS, lock, open !== undefined);

  const value = useMemo<Lock>(() => {
    const given = (): Door => {
      if (!door) throw new Error('the door is not open');
      return door;
    };
    /** Looks at a PIN when it is time to, and counts the wrong ones. */
    async function tried<T>(owner: string, look: () => Promise<T | undefined>): Promise<T | Opened> {
      const tries = await given().tries(owner);
      const ms = waitOf(tries, machineNow());
      if (ms > 0) return { is: 'wait', ms };
      const found = await look();
      const next = found === undefined ? afterWrong(tries, machineNow()) : NO_TRIES;
      await given().setTries(owner, next);
      return found ?? { is: 'wrong', tries: next };
    }
    return {
      door,
      lastOwner,
      open,
      cleared,
      lock,
      async setPin(owner, pin) {
        const { record, box } = await createVault(pin, randomBytes);
        await given().setVault(owner, record);
        await given().setTries(owner, NO_TRIES);
        await given().sealOpenWork(owner, box);
        const shelf = await openShelf(owner, box);
        setLastOwner(owner);
        setOpen({ owner, shelf });
      },
      async unlock(owner, pin) {
        const record = await given().vault(owner);
        const found = await tried(owner, async () => record && unlockVault(record, pin, randomBytes));
        if ('is' in found) return found;
        // A phone that died while it was sealing goes on where it stopped.
        await given().sealOpenWork(owner, found);
        await given().setLastOwner(owner);
        const shelf = await openShelf(owner, found);
        setLastOwner(owner);
        setOpen({ owner, shelf });
        return { is: 'open' };
      },
      async changePin(pin, next) {
        const owner = open?.owner ?? '';
        const record = await given().vault(owner);
        const found = await tried(owner, async () => record && changePin(record, pin, next, randomBytes));
        if ('is' in found) return found;
        await given().setVault(owner, found);
        return { is: 'open' };
      },
      async forget(owner) {
        await given().forget(owner);
        setCleared((times) => times + 1);
        // What somebody else left behind here: the own shelf stays open.
        if (open && open.owner !== owner) return;
        lock();
        setLastOwner(undefined);
      },
      async leave() {
        await given().setLastOwner('');
        lock();
        setLastOwner(undefined);
      },
    };
  }, [door, lastOwner, open, cleared, lock]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
