// Phones that were offline for weeks send forms as an earlier release of the app drew them. What a release changed is written down
// here as data, so that a command of any earlier release is read as one of today. Pure.

/** What one release changed in the form of a command. Applied in this order: rename, values, drop, fill. */
export type FormChange = {
  /** The release that brought it, counted up from 2; the first had nothing to change. */
  release: number;
  /** The command. Filings have no history: their fields are part of the stable API, and are only ever added to. */
  command: string;
  /** Old name → new name of a field. */
  rename?: Readonly<Record<string, string>>;
  /** Field → old value → new value of a choice. */
  values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Fields that are asked no more. */
  drop?: readonly string[];
  /** What stands in for a field that was not asked yet. */
  fill?: Readonly<Record<string, unknown>>;
};

/** The changes of all releases, the oldest first. */
export type FormHistory = readonly FormChange[];

/** A form of an earlier release as today's release would have drawn it. What is no object is given back for the validator to refuse. */
export function upgradeForm(
  history: FormHistory,
  command: string,
  form: unknown,
  madeWith: number | undefined,
): unknown {
  if (madeWith === undefined || typeof form !== 'object' || form === null || Array.isArray(form)) return form;
  let current = form as Readonly<Record<string, unknown>>;
  for (const change of history) {
    if (change.command === command && change.release > madeWith) current = changed(current, change);
  }
  return current;
}

function changed(form: Readonly<Record<string, unknown>>, change: FormChange): Record<string, unknown> {
  const next: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(form)) {
    const renamed = own(change.rename, name) ?? name;
    if (change.drop?.includes(renamed)) continue;
    const values = own(change.values, renamed);
    next[renamed] = typeof value === 'string' && values ? (own(values, value) ?? value) : value;
  }
  for (const [name, value] of Object.entries(change.fill ?? {})) if (!(name in next)) next[name] = value;
  return next;
}

/** Only what the record itself says: a field may be called `constructor`. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
