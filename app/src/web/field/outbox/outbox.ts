// What the screens of the field say to the engine of offline work, and what they show of it.
import { ApiProblem } from '../../kit/api.ts';
import type { CaseState, Field } from '../../kit/api-types.ts';
import { spokenBy } from '../../kit/problem-words.ts';
import { asksPerson, type Item, type ItemKind, isFinal, type NewItem, type Said } from '../../sync/item.ts';

export type OutboxPhoto = {
  key: string;
  /** The field of the form that names it; '' for the photos of a filing. */
  field: string;
  thumb: string;
  ref?: string;
  blob?: Blob;
};

/** What a form hands over. */
export type OutboxEntry = {
  /** The command id: also the name of the item. */
  id: string;
  kind: ItemKind;
  path: string;
  body: Record<string, unknown>;
  photos: readonly OutboxPhoto[];
  title: string;
  at: number;
  /** The case as the person saw it. */
  seen?: Seen;
};

/** Of a case, what the page needs that shows mine, theirs and what was before. */
export type Seen = {
  version: number;
  number: string;
  headline: string;
  state: CaseState;
  holder: string | null;
  /** The words of my form's fields. */
  fields: readonly Pick<Field, 'name' | 'label' | 'type' | 'options'>[];
};

/** What has not arrived, as the list of unsent work shows it. */
export type OutboxItem = {
  id: string;
  path: string;
  body: Readonly<Record<string, unknown>>;
  title: string;
  at: number;
  photos: readonly { ref?: string }[];
  /** The server's words when it said no, or when somebody was faster: the person decides, nothing is thrown away. */
  refused?: { code: string; words: string };
};

export function newItemOf(entry: OutboxEntry): NewItem {
  const { baseVersion, occurredAt: _filledInLater, ...body } = entry.body;
  return {
    id: entry.id,
    // What is no command to a case is a lane of its own: nothing waits for it.
    caseId: entry.kind === 'command' ? caseOfPath(entry.path) : entry.id,
    kind: entry.kind,
    path: entry.path,
    body,
    baseVersion: typeof baseVersion === 'number' ? baseVersion : null,
    title: entry.title,
    photos: entry.photos,
    ...(entry.seen ? { seen: entry.seen } : {}),
  };
}

function caseOfPath(path: string): string {
  return decodeURIComponent(/^\/cases\/([^/]+)\//.exec(path)?.[1] ?? path);
}

/** The unsent ones, for the screens. `words`: for a decision that the server has no words for. */
export function shownItems(items: readonly Item[], words: (why: string) => string): OutboxItem[] {
  return items.flatMap((item): OutboxItem[] => {
    if (isFinal(item) && item.state !== 'rejected') return [];
    const asked = item.state === 'rejected' || asksPerson(item);
    const { said } = item;
    const spoken = said && said.title !== '' ? spokenBy(said) : words(item.why ?? 'refused');
    return [
      {
        id: item.id,
        path: item.path,
        body: item.body,
        title: item.title,
        at: item.deviceAt + (item.skewMs ?? 0),
        photos: item.photos,
        ...(asked ? { refused: { code: said?.code ?? item.why ?? '', words: spoken } } : {}),
      },
    ];
  });
}

/** A refusal as the forms know it. */
export function problemOf(said: Said | undefined): ApiProblem {
  if (!said) return new ApiProblem({ status: 0, code: 'network.offline' });
  const { status, code, title, detail, params, fields } = said;
  return new ApiProblem({ status, code, title, detail, params, errors: fields });
}
