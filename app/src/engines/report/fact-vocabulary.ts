// How people name the columns of a form: what they add to say that it is a number says nothing about which one it is, and some words ask
// for people whatever stands around them.
import { normaliseForSearch } from '@renlin/core/text/tokens';

/** One spelling for names that mean the same column: no spaces, no punctuation, no word for "number of". O(length). */
export function nameKey(label: string): string {
  const plain = normaliseForSearch(label).replace(/\s+/g, '');
  const bare = plain.replace(/[个总]?(数|数量)$/u, '').replace(/^numberof/u, '');
  return bare === '' ? plain : bare;
}

/** Names, numbers and homes of people; a list is of people when the word before it is. */
const OF_PEOPLE =
  /姓名|身份证|证件号|手机|联系电话|联系方式|家庭住址|现住址|户籍地址|出生(日期|年月)|花名册|(人|员|者|居民|家属|儿童|学生)(的)?名[单册]/u;
const OF_PEOPLE_EN =
  /\b(full |family |given )?names? of (the )?(people|persons?|residents?|elders?)\b|\bid numbers?\b|\bhome address/u;

/** Does a column ask for people rather than for how many they are? O(length). */
export function asksForPeople(label: string): boolean {
  const plain = normaliseForSearch(label);
  if (/数量?$/u.test(plain) || plain.startsWith('number of')) return false;
  return OF_PEOPLE.test(plain.replace(/\s+/g, '')) || OF_PEOPLE_EN.test(plain);
}
