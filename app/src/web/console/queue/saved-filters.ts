// Named filters, kept in the browser of the person who made them.
import type { QueueSearch } from './search.ts';

export type SavedFilter = { name: string; search: QueueSearch };

const KEY = 'renlin.filters';

export function readSavedFilters(accountId: string): SavedFilter[] {
  try {
    const kept = JSON.parse(localStorage.getItem(`${KEY}.${accountId}`) ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as SavedFilter[]).filter((one) => typeof one?.name === 'string') : [];
  } catch {
    return [];
  }
}

export function writeSavedFilters(accountId: string, filters: readonly SavedFilter[]): void {
  try {
    localStorage.setItem(`${KEY}.${accountId}`, JSON.stringify(filters.slice(0, 20)));
  } catch {
    // Without storage a filter lives as long as the page.
  }
}
