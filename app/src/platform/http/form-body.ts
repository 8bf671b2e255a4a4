// The parser of URL-encoded forms, for routes of older protocols that speak nothing else. A name may come several times.
import { problem } from '../../kernel/problem.ts';

const MOST_FIELDS = 200;

export type FormFields = Record<string, string[]>;

/** Reads a form; names keep all of their values in order. Throws `input.malformed` and says what is wrong. O(length). */
export function parseForm(text: string): FormFields {
  const fields: FormFields = Object.create(null) as FormFields;
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1;
    if (count > MOST_FIELDS) throw problem('input.malformed', { reason: `> ${MOST_FIELDS}` });
    if (name.includes('\u0000') || value.includes('\u0000'))
      throw problem('input.malformed', { reason: 'U+0000' });
    const known = fields[name];
    if (known) known.push(value);
    else fields[name] = [value];
  }
  return fields;
}
