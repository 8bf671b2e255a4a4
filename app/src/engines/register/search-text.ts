// What the search box finds: the words themselves, their pinyin and its initials. Pinyin is kept per character: a district's registers
// hold some thousand different ones, and the dictionary of phrases is too slow for a sheet of 20,000 rows.
import { normaliseForSearch } from '@renlin/core/text/tokens';
import { pinyin } from 'pinyin-pro';
import { isSensitive, type Register, type Values } from './declare.ts';

const HAN = /\p{Script=Han}/u;
const MOST = 400;

/** Syllables of characters that were asked for before. A room of its own, given by whoever runs, so that nothing lives in the module. */
export type Syllables = Map<string, string>;

/** Search text of one record: per searchable field the words, the pinyin in one piece, and the initials. O(length). */
export function searchText(register: Register, values: Values, syllables: Syllables): string {
  const parts: string[] = [];
  for (const [code, field] of Object.entries(register.fields)) {
    if (!field.search || isSensitive(field)) continue;
    const value = values[code];
    if (typeof value !== 'string' || value === '') continue;
    const plain = searchWord(value);
    parts.push(plain);
    if (HAN.test(plain)) {
      const sounds = [...plain].map((character) => soundOf(character, syllables));
      parts.push(sounds.join(''), sounds.map((sound) => sound[0] ?? '').join(''));
    }
  }
  return ` ${parts.join(' ')}`.slice(0, MOST);
}

/** One spelling of what was typed or kept, without spaces. */
export function searchWord(text: string): string {
  return normaliseForSearch(text).replaceAll(' ', '');
}

function soundOf(character: string, syllables: Syllables): string {
  if (!HAN.test(character)) return character;
  let sound = syllables.get(character);
  if (sound === undefined) {
    sound = pinyin(character, { toneType: 'none', v: true }).replace(/[^a-z]/g, '');
    syllables.set(character, sound);
  }
  return sound;
}
