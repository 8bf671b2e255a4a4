// What the pages of outside work orders read and send.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  Mapping,
  OrderField,
  ReplyForm,
  SharedState,
  StateWords,
} from '../../../modules/orders/contract.ts';
import { ApiProblem, call, get } from '../../kit/api.ts';

export type Source = {
  id: string;
  code: string;
  name: string;
  kind: 'hotline' | 'pingan' | 'urban' | 'other';
  unitId: string;
  unitName: string;
  areaId: string;
  areaName: string;
  enabled: boolean;
  mapping: Mapping;
  words: StateWords;
  reply: ReplyForm;
  callbackOn: boolean;
  hasSecret: boolean;
  hasCallback: boolean;
  version: number;
};

export type OrderView = 'all' | 'reply' | 'late' | 'attention';

export type OrderLine = {
  id: string;
  number: string;
  sourceId: string;
  sourceName: string;
  caseId: string;
  caseNumber: string;
  headline: string;
  state: string;
  joined: boolean;
  deadline: number | null;
  closedAt: number | null;
  theirs: SharedState | null;
  ours: SharedState;
  attention: 'late-return' | 'withdrawn' | 'unknown-word' | null;
  waiting: number;
  replied: number | null;
};

export type RowFault = { path: string; code: string; message: string };

export type PreviewRow = {
  row: number;
  number: string;
  text: string;
  category: string | null;
  categoryWord: string;
  deadline: number | null;
  place: string;
  expected: 'new' | 'update' | 'unchanged' | 'faulty';
  near: { id: string; number: string; headline: string; distanceM: number }[];
  samePerson: { number: string; caseId: string; caseNumber: string; closed: boolean }[];
  errors: RowFault[];
  warnings: RowFault[];
};

export type ImportRow = {
  row: number;
  number: string;
  outcome: 'filed' | 'joined' | 'updated' | 'unchanged' | 'state' | 'faulty' | 'refused';
  caseId: string | null;
  caseNumber: string | null;
  effect: string | null;
  errors: RowFault[];
};

export type Columns = {
  headers: string[];
  fields: Partial<Record<OrderField, string[]>>;
  categoryWords: string[];
  categories: Record<string, string>;
  stateWords: string[];
  states: StateWords;
  urgentWords: string[];
};

type Slice<T> = { total: number; next: number | null; items: T[] };

export function useSources() {
  return useQuery({
    queryKey: ['outside-sources'],
    queryFn: ({ signal }) =>
      get<{ items: Source[] }>('/outside/sources', undefined, signal).then((answer) => answer.items),
  });
}

export function useOrders(filter: { source?: string | undefined; view: OrderView; q: string }) {
  return useInfiniteQuery({
    queryKey: ['outside-orders', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      get<{ items: OrderLine[]; next: string | null }>(
        '/outside/orders',
        { ...filter, q: filter.q.trim(), after: pageParam },
        signal,
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

function formOf(file: File, joins: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  form.append('joins', JSON.stringify(joins));
  form.append('file', file, file.name);
  return form;
}

export function readColumns(file: File): Promise<Columns> {
  return call<Columns>('POST', '/outside/columns', { body: formOf(file) });
}

/** Walks a file slice by slice; `onSlice` gets each as it comes. The server skips what it has, so a broken walk may be begun again. */
export async function walkFile<T>(
  step: 'preview' | 'import',
  sourceId: string,
  file: File,
  joins: Readonly<Record<string, string>>,
  onSlice: (slice: Slice<T>) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let from: number | null = 0; from !== null; ) {
    const slice: Slice<T> = await call<Slice<T>>('POST', `/outside/sources/${sourceId}/${step}`, {
      body: formOf(file, joins),
      query: { from },
      signal,
      retries: 2,
    });
    onSlice(slice);
    from = slice.next;
  }
}

/** Fetches the replies as a file and hands it to the browser. Gives how many were in it. */
export async function downloadReplies(source: Source, ids?: readonly string[]): Promise<number> {
  const response = await fetch(`/api/v1/outside/sources/${source.id}/replies`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
    body: JSON.stringify(ids ? { ids } : {}),
  }).catch(() => {
    throw new ApiProblem({ status: 0, code: 'network.offline' });
  });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { code?: string; title?: string };
    throw new ApiProblem({ code: `http.${response.status}`, ...problem, status: response.status });
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `${source.name}.${source.reply.format === 'xlsx' ? 'xlsx' : 'csv'}`;
  link.click();
  URL.revokeObjectURL(address);
  return Number(response.headers.get('x-renlin-count') ?? 0);
}
