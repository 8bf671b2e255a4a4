// What the address of a page says. Read by place in the tree instead of from the router, which holds the pages.
import { useParams, useSearch } from '@tanstack/react-router';

export type CaseSearch = { do?: string | undefined };
export type RegistersSearch = { of?: string | undefined; find?: string | undefined };
export type MapSearch = { at?: string | undefined };

export function useCaseAddress(): CaseSearch & { caseId: string } {
  const { caseId } = useParams({ strict: false }) as { caseId: string };
  const search = useSearch({ strict: false }) as CaseSearch;
  return { caseId, ...search };
}

export function useItemAddress(): { itemId: string } {
  return useParams({ strict: false }) as { itemId: string };
}

export function useMapAddress(): MapSearch {
  return useSearch({ strict: false }) as MapSearch;
}

export function useRegistersAddress(): RegistersSearch {
  return useSearch({ strict: false });
}
