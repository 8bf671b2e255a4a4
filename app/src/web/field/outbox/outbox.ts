// What was said on this phone and has not arrived: kept until the server has answered, sent again under the same command id, so that
// a lost answer never makes two of it. The full offline work of the field builds on this.
import type { ApiProblem } from '../../kit/api.ts';

export type OutboxPhoto = {
  key: string;
  /** The field of the form that names it; '' for the photos of a filing. */
  field: string;
  thumb: string;
  ref?: string;
  blob?: Blob;
};

export type OutboxItem = {
  /** The command id: also the name of the item. */
  id: string;
  owner: string;
  kind: 'file' | 'command';
  path: string;
  body: Record<string, unknown>;
  photos: OutboxPhoto[];
  title: string;
  at: number;
  tries: number;
  /** The server's words when it said no: the person decides, nothing is thrown away. */
  refused?: { code: string; words: string };
};

/** The body with the names of its uploaded photos. Photos that have not arrived are left out: send them first. */
export function bodyOf(item: OutboxItem): Record<string, unknown> {
  const refs = (field: string) =>
    item.photos.flatMap((photo) => (photo.field === field && photo.ref ? [photo.ref] : []));
  if (item.kind === 'file') {
    const photos = refs('');
    return photos.length > 0 ? { ...item.body, photos } : item.body;
  }
  const fields = [...new Set(item.photos.map((photo) => photo.field))].filter(
    (field) => refs(field).length > 0,
  );
  if (fields.length === 0) return item.body;
  const form = { ...(item.body.form as Record<string, unknown>) };
  for (const field of fields) form[field] = refs(field);
  return { ...item.body, form };
}

export type Verdict = 'retry' | 'refused';

/** Whether a failure is the network's or a busy or signed-out server's (try again), or a refusal (ask the person). */
export function verdictOf(problem: Pick<ApiProblem, 'status'>): Verdict {
  const { status } = problem;
  return status === 0 || status === 401 || status === 408 || status === 429 || status >= 500
    ? 'retry'
    : 'refused';
}

/** How long to wait before the next try by itself, in ms: 5 s, doubling up to 5 minutes. */
export function pauseAfter(tries: number): number {
  return Math.min(300_000, 5_000 * 2 ** Math.min(tries, 8));
}
