// One piece of work that was done on this phone and that the server must hear of: a report, or a command to a case. It is written
// down before it is sent, keeps its id through every attempt, and ends as accepted, merged, held or rejected with words.

/** `record`: stands for itself, belongs to no case and has no version (a patrol). */
export type ItemKind = 'file' | 'command' | 'record';

/**
 * `held` waits for somebody: the server for an earlier command, or the person for a decision (see `HeldWhy`). `accepted`, `merged`
 * and `rejected` are final.
 */
export type ItemState = 'waiting' | 'sending' | 'needs-login' | 'held' | 'rejected' | 'accepted' | 'merged';

/**
 * `early`: the server keeps it until the version that it builds on is there. `conflict`: somebody else acted first, the person decides.
 * `earlier-refused`: it builds on work that was refused. `photo`: a photo can't be read or is not taken.
 */
export type HeldWhy = 'early' | 'conflict' | 'earlier-refused' | 'photo';

/** What the server said, with its words in the reader's language. */
export type Said = {
  status: number;
  code: string;
  title: string;
  detail: string;
  params: Record<string, unknown>;
  fields: readonly { path: string; code: string; message: string }[];
};

/** `lost`: its bytes can't be read any more. `refused`: the server does not take it. `left-out`: the person goes on without it. */
export type PhotoState = 'waiting' | 'sent' | 'lost' | 'refused' | 'left-out';

export type ItemPhoto = {
  key: string;
  /** The field of the form that names it; '' for the photos of a filing. */
  field: string;
  thumb: string;
  state: PhotoState;
  /** What a form names the uploaded file by. */
  ref?: string;
  /** Where a begun upload goes on, and how much of it has arrived. */
  uploadUrl?: string;
  sentBytes: number;
  bytes: number;
  /** How often it began anew because the server no longer had it. */
  renewed: number;
  said?: Said;
};

export type Item = {
  /** The name of the item on this phone: the id of its first command. */
  id: string;
  owner: string;
  /** Work of one case stays in order; cases never wait for each other. A filing's case has the filing's own id. */
  caseId: string;
  /** The place in the order in which the person worked. */
  seq: number;
  kind: ItemKind;
  path: string;
  /** As it will be sent, without photos, version and time, which are filled in when it leaves. */
  body: Record<string, unknown>;
  /** Once more under a new id, after a refusal that the server remembers: the ids that it had before. */
  formerIds: readonly string[];
  /** The version of the case that the person saw; null for a filing. */
  baseVersion: number | null;
  /** The item of the same case that it builds on. */
  after: string | null;
  /** What this phone's clock said, and how far the server's was ahead of it, as far as known then. */
  deviceAt: number;
  skewMs: number | null;
  /** The release of the forms with which it was written. */
  formsVersion: number;
  photos: readonly ItemPhoto[];
  title: string;
  /** The case as the person saw it, for the page that shows mine, theirs and what was before. */
  seen?: unknown;
  /** The phone had no room to write it down. */
  unkept?: boolean;
  attempts: number;
  /** What the last attempt ended with; 0: nothing came back. */
  lastStatus?: number;
  /** Not before this instant of this phone's clock. */
  notBefore: number;
  state: ItemState;
  why?: HeldWhy;
  said?: Said;
  /** The version that it made in its case. */
  madeVersion: number | null;
  /** The answer to it, for the page that waits for it. */
  answer?: unknown;
  endedAt?: number;
};

/** What a page hands over; the rest is filled in when it is written down. */
export type NewItem = Pick<Item, 'id' | 'caseId' | 'kind' | 'path' | 'body' | 'baseVersion' | 'title'> & {
  photos: readonly (Pick<ItemPhoto, 'key' | 'field' | 'thumb'> & { ref?: string; blob?: Blob })[];
  seen?: unknown;
};

export function isFinal(item: Pick<Item, 'state'>): boolean {
  return item.state === 'accepted' || item.state === 'merged' || item.state === 'rejected';
}

/** Does the person have to decide something? */
export function asksPerson(item: Pick<Item, 'state' | 'why'>): boolean {
  return item.state === 'held' && item.why !== 'early';
}

/** The photos that belong to what is sent. */
export function photosToSend(item: Item): ItemPhoto[] {
  return item.photos.filter((photo) => photo.state !== 'left-out');
}

/**
 * The body as it leaves now: with the names of its photos, the time at which it happened by the server's clock, and the commands of
 * this phone that it rests on (`chain`), which are no conflict.
 */
export function bodyOf(item: Item, chain: readonly Item[], skewMs: number): Record<string, unknown> {
  const occurredAt = Math.max(0, Math.round(item.deviceAt + (item.skewMs ?? skewMs)));
  const body: Record<string, unknown> = { ...item.body, occurredAt, formsVersion: item.formsVersion };
  const refs = (field: string) =>
    photosToSend(item).flatMap((photo) => (photo.field === field && photo.ref ? [photo.ref] : []));
  if (item.kind === 'file') {
    const photos = refs('');
    return photos.length > 0 ? { ...body, photos } : body;
  }
  if (item.kind === 'record') delete body['formsVersion'];
  else body['baseVersion'] = item.baseVersion;
  const follows = chain
    .filter((one) => one.kind === 'command' && !isKnownIn(one, item.baseVersion))
    .map(commandIdOf);
  if (follows.length > 0) body['follows'] = follows;
  const fields = [...new Set(item.photos.map((photo) => photo.field))].filter(
    (name) => refs(name).length > 0,
  );
  if (fields.length === 0) return body;
  const form = { ...(item.body['form'] as Record<string, unknown> | undefined) };
  for (const name of fields) form[name] = refs(name);
  return { ...body, form };
}

export function commandIdOf(item: Pick<Item, 'body'>): string {
  return String(item.body['commandId']);
}

/** Had the person seen what this item made when they worked on that version? */
function isKnownIn(item: Item, version: number | null): boolean {
  return item.madeVersion !== null && version !== null && item.madeVersion <= version;
}
