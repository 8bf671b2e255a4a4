// Kinds of places and buildings come from map files; most of them have words.
import type { Translate } from '../../kit/i18n.tsx';

export function placeWord(t: Translate, kind: string): string {
  const key = `planning.place.${kind}`;
  const said = t(key);
  return said === key ? t('planning.place.other', { kind }) : said;
}
