// How people name a number in a form: what they add to say that it is a number says nothing about which one it is.
import { normaliseForSearch } from '@renlin/core/text/tokens';

/** One spelling for names that mean the same column: no spaces, no punctuation, no word for "number of". O(length). */
export function nameKey(label: string): string {
  const plain = normaliseForSearch(label).replace(/\s+/g, '');
  const bare = plain.replace(/[个总]?(数|数量)$/u, '').replace(/^numberof/u, '');
  return bare === '' ? plain : bare;
}
