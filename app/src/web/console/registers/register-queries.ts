// Registers as the console reads them.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ApiProblem, get, withLocale, withQuery } from '../../kit/api.ts';

export type Value = string | number | boolean | readonly string[] | null;

export type RegisterField = {
  code: string;
  label: string;
  type: string;
  hint: string | null;
  required: boolean;
  list: boolean;
  search: boolean;
  /** Written once. */
  fixed: boolean;
  /** A day after which something is over. */
  until: boolean;
  max: number | null;
  unit: string | null;
  options: readonly { code: string; label: string }[] | null;
  to: string | null;
  personal: { class: 'personal' | 'sensitive'; purpose: string; basis: string; keepMonths: number } | null;
};

export type Register = {
  code: string;
  label: string;
  about: string;
  group: string;
  title: string;
  personal: boolean;
  /** Its records are about people; of a thing only the personal fields end. */
  ofPerson: boolean;
  keepMonths: number;
  /** Ended by two people. */
  disposal: boolean;
  /** Its records can be compared for being the same. */
  similar: boolean;
  consent: { notice: string; edition: number } | null;
  fields: readonly RegisterField[];
  may: { read: boolean; write: boolean; reveal: boolean; manage: boolean };
};

export type RecordLine = {
  id: string;
  version: number;
  title: string;
  area: { id: string; name: string };
  validFrom: string;
  validTo: string | null;
  mergedInto: string | null;
  confirmedOn: string;
  expiresOn: string | null;
  updatedAt: number;
  values: Record<string, Value>;
  shown: Record<string, string>;
};
export type FullRecord = RecordLine & {
  consents: readonly { kind: string; givenBy: string; edition: number; onDay: string }[];
  may: { write: boolean; reveal: boolean; manage: boolean };
};

export type Selection = {
  q?: string | undefined;
  area?: string | undefined;
  state?: string | undefined;
  filter?: string | undefined;
};
export type SavedFilter = { id: string; name: string; query: Selection };

export function useRegisters() {
  return useQuery({
    queryKey: ['registers'],
    queryFn: ({ signal }) => get<{ items: Register[] }>('/registers', undefined, signal),
    staleTime: 5 * 60_000,
  });
}

/** One register of the catalogue; undefined while it is read or when it is not there. */
export function useRegister(code: string) {
  const found = useRegisters();
  return { ...found, register: found.data?.items.find((one) => one.code === code) };
}

export const recordsKey = (register: string) => ['register', register] as const;

export function useRecords(register: string, selection: Selection) {
  return useInfiniteQuery({
    queryKey: [...recordsKey(register), 'list', selection],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      get<{ items: RecordLine[]; next: string | null; total: number | null }>(
        `/registers/${register}/records`,
        { ...selection, after: pageParam },
        signal,
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useRecord(register: string, id: string) {
  return useQuery({
    queryKey: [...recordsKey(register), 'one', id],
    queryFn: ({ signal }) =>
      get<FullRecord>(`/registers/${register}/records/${encodeURIComponent(id)}`, undefined, signal),
    // Opening the record of a person is written down: once, not each time that the window comes back.
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
}

export type Step = {
  seq: number;
  at: number;
  kind: string;
  by: { actor: string; name: string | null };
  changes: readonly { field: string; before: string; after: string }[];
  erased: boolean;
};
export type View = {
  at: number;
  kind: string;
  name: string | null;
  post: string;
  fields: readonly string[];
  reason: string | null;
};

export function useRecordLog<T>(register: string, id: string, what: 'history' | 'views') {
  return useQuery({
    queryKey: [...recordsKey(register), what, id],
    queryFn: ({ signal }) =>
      get<{ items: T[] }>(
        `/registers/${register}/records/${encodeURIComponent(id)}/${what}`,
        undefined,
        signal,
      ),
  });
}

export type Approval = {
  id: string;
  register: { code: string; label: string };
  kind: 'export' | 'dispose';
  state: 'open' | 'agreed' | 'refused' | 'run-out';
  reason: string;
  note: string | null;
  askedBy: string | null;
  askedAt: number;
  decidedBy: string | null;
  decidedAt: number | null;
  runsOutAt: number;
  records: number | null;
  record: { id: string; title: string; shown: Record<string, string> } | null;
  mayDecide: boolean;
  mayFetch: boolean;
};

export const approvalsKey = ['register-approvals'] as const;

/** What I asked for and what waits for my word, over all registers. */
export function useApprovals() {
  return useQuery({
    queryKey: approvalsKey,
    queryFn: ({ signal }) => get<{ items: Approval[] }>('/approvals', undefined, signal),
  });
}

export type Pair = { likeness: number; same: boolean; records: readonly [RecordLine, RecordLine] };

export function useDuplicates(register: string, area: string | undefined) {
  return useQuery({
    queryKey: [...recordsKey(register), 'duplicates', area],
    queryFn: ({ signal }) =>
      get<{ compared: number; more: boolean; items: Pair[] }>(
        `/registers/${register}/duplicates`,
        { area },
        signal,
      ),
  });
}

export type Tombstone = {
  recordId: string;
  at: number;
  why: string;
  /** Which fields were emptied; null where the whole record went. */
  fields: readonly string[] | null;
  seq: number;
  valuesErased: number;
  stepsErased: number;
};

export function useTombstones(register: string) {
  return useQuery({
    queryKey: [...recordsKey(register), 'tombstones'],
    queryFn: ({ signal }) =>
      get<{ items: Tombstone[] }>(`/registers/${register}/tombstones`, undefined, signal),
  });
}

export type Processing = {
  register: string;
  field: string;
  code: string;
  class: string;
  purpose: string;
  basis: string;
  law: string | null;
  keepMonths: number;
  keepDaysAfterIncident: number | null;
  sealed: boolean;
};

export function useProcessing() {
  return useQuery({
    queryKey: ['processing-activities'],
    queryFn: ({ signal }) => get<{ items: Processing[] }>('/processing-activities', undefined, signal),
  });
}

export function useSavedFilters(register: string) {
  return useQuery({
    queryKey: [...recordsKey(register), 'filters'],
    queryFn: ({ signal }) =>
      get<{ items: SavedFilter[] }>(`/registers/${register}/filters`, undefined, signal),
  });
}

export type Mapping = Record<string, string | null>;
export type ReadColumns = {
  remembered: boolean;
  skipped: readonly string[];
  sheets: readonly {
    name: string;
    headerRow: number;
    rows: number;
    columns: readonly {
      letter: string;
      header: string;
      key: string;
      field: string | null;
      sample: readonly string[];
    }[];
  }[];
  fields: readonly { code: string; label: string; required: boolean }[];
};
export type Report = {
  counts: { rows: number; new: number; changed: number; same: number; failed: number };
  skipped: readonly string[];
  left: readonly { sheet: string; row: number; why: string }[];
  failures: readonly {
    sheet: string;
    row: number;
    cells: readonly { cell: string; label: string; code: string; message: string }[];
  }[];
  changes: readonly {
    sheet: string;
    row: number;
    title: string;
    fields: readonly { field: string; before: string; after: string }[];
  }[];
};

export function fileForm(file: File, options: object): FormData {
  const form = new FormData();
  form.append('options', JSON.stringify(options));
  form.append('file', file, file.name);
  return form;
}

async function refusal(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as { code?: string; title?: string };
  return new ApiProblem({ code: `http.${response.status}`, ...body, status: response.status });
}

/** Fetches a file and hands it to the browser. */
export async function download(
  path: string,
  name: string,
  query?: Record<string, string | undefined>,
  body?: FormData,
): Promise<void> {
  const response = await fetch(withQuery(`/api/v1${path}`, query), {
    method: body ? 'POST' : 'GET',
    credentials: 'same-origin',
    headers: withLocale({}),
    ...(body ? { body } : {}),
  }).catch(() => {
    throw new ApiProblem({ status: 0, code: 'network.offline' });
  });
  if (!response.ok) throw await refusal(response);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

type Line = {
  progress?: { stage: string; rows: number; of: number };
  result?: Report;
  problem?: { status: number; code: string };
};

/** Imports and tells how far it is; whoever aborts takes it back. */
export async function applyImport(
  register: string,
  body: FormData,
  onProgress: (progress: { stage: string; rows: number; of: number }) => void,
  signal: AbortSignal,
): Promise<Report> {
  const response = await fetch(`/api/v1/registers/${register}/import/apply`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: withLocale({}),
    body,
    signal,
  });
  if (!response.ok || !response.body) throw await refusal(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      const line = JSON.parse(text) as Line;
      if (line.progress) onProgress(line.progress);
      if (line.problem) throw new ApiProblem(line.problem);
      if (line.result) return line.result;
    }
    if (done) throw new ApiProblem({ status: 0, code: 'network.offline' });
  }
}
