// The list of the queue stays where the reader left it: rows that change are renewed in place, new ones are counted and wait.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { get } from '../../kit/api.ts';
import type { CaseRow, CaseView } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { useLive } from '../../kit/live.ts';

/** At most this many changed rows are read again in one go; more than that waits for the reader's refresh. */
const RENEW_AT_ONCE = 12;

export type LiveRows = { rows: CaseRow[]; fresh: number; renew(row: CaseRow): void; reset(): void };

export function useLiveRows(rows: readonly CaseRow[]): LiveRows {
  const client = useQueryClient();
  const [patches, setPatches] = useState<ReadonlyMap<string, CaseRow>>(new Map());
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const known = useRef<ReadonlySet<string>>(new Set());
  const changed = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  known.current = useMemo(() => new Set(rows.map((row) => row.id)), [rows]);

  const renew = useCallback((row: CaseRow) => setPatches((map) => new Map(map).set(row.id, row)), []);
  const flush = useCallback(async () => {
    timer.current = undefined;
    const ids = [...changed.current];
    changed.current.clear();
    for (const id of ids.slice(0, RENEW_AT_ONCE)) {
      try {
        renew(
          await client.fetchQuery({
            queryKey: ['case', id],
            staleTime: 0,
            queryFn: () => get<CaseView>(`/cases/${id}`),
          }),
        );
      } catch {
        // It left our scope or the line broke: the row stays as it was until the list is read again.
      }
    }
  }, [client, renew]);

  useLive((event) => {
    const id = event.data.id;
    if (!event.type.startsWith('case') || typeof id !== 'string') return;
    if (!known.current.has(id)) {
      setFresh((set) => (set.has(id) ? set : new Set(set).add(id)));
      return;
    }
    changed.current.add(id);
    timer.current ??= setTimeout(() => void flush(), 800);
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const { locale } = useI18n();
  useEffect(() => {
    // Rows renewed in another language are read again with the list.
    if (locale) setPatches(new Map());
  }, [locale]);

  const reset = useCallback(() => {
    setPatches(new Map());
    setFresh(new Set());
  }, []);
  const merged = useMemo(
    () =>
      rows.map((row) => {
        const patch = patches.get(row.id);
        return patch && patch.version >= row.version ? patch : row;
      }),
    [rows, patches],
  );
  return { rows: merged, fresh: fresh.size, renew, reset };
}
