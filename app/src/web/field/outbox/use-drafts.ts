// What somebody has begun and not sent, on the shelf of whoever is here; in memory where there is no shelf.
import { useMemo } from 'react';
import { useLock } from '../lock/LockProvider.tsx';
import { draftName } from './draft-name.ts';

const memory = new Map<string, unknown>();

export type Drafts = {
  findDraft<T>(name: string): Promise<T | undefined>;
  saveDraft(name: string, value: unknown): Promise<void>;
  dropDraft(name: string): Promise<void>;
};

export function useDrafts(): Drafts {
  const shelf = useLock().open?.shelf;
  return useMemo<Drafts>(
    () => ({
      findDraft: async <T>(name: string) =>
        shelf ? shelf.kept<T>(draftName(name)) : (memory.get(name) as T | undefined),
      async saveDraft(name, value) {
        if (shelf) await shelf.keep(draftName(name), value);
        else memory.set(name, value);
      },
      async dropDraft(name) {
        if (shelf) await shelf.unkeep(draftName(name));
        else memory.delete(name);
      },
    }),
    [shelf],
  );
}
