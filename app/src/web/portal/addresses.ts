// What the address of a page says. Read by place in the tree instead of from the router, which holds the pages.
import { useSearch } from '@tanstack/react-router';

export type ReportStep = 'what' | 'where' | 'who';
export type ReportSearch = {
  step?: ReportStep | undefined;
  /** From a printed code: `lng,lat`, an area, or the number of a public thing. */
  place?: string | undefined;
  asset?: string | undefined;
};

export type NeedStep = 'what' | 'where' | 'who';
export type NeedSearch = { step?: NeedStep | undefined };

export function useNeedAddress(): NeedSearch {
  return useSearch({ strict: false }) as NeedSearch;
}

export type FollowedSearch = { do?: string | undefined };

export function useReportAddress(): ReportSearch {
  return useSearch({ strict: false }) as ReportSearch;
}

export function useFollowedAddress(): FollowedSearch {
  return useSearch({ strict: false }) as FollowedSearch;
}
