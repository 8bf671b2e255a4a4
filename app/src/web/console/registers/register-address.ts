// What the address of a register's page says.
import { useParams, useSearch } from '@tanstack/react-router';
import type { Selection } from './register-queries.ts';

export type RegisterSearch = Selection & { record?: string | undefined };

export function useRegisterCode(): string {
  const params: { register?: string } = useParams({ strict: false });
  return params.register ?? '';
}

export function useRegisterSearch(): RegisterSearch {
  return useSearch({ strict: false });
}

/** The two of a pair that lie side by side. */
export function useMergeSearch(): { kept?: string | undefined; gone?: string | undefined } {
  return useSearch({ strict: false });
}
