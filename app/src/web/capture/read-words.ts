// A pasted or dictated message as the beginning of a report: its words, its place on the map, and when.
import { readMessage } from '@renlin/core/text/message';
import type { Lng } from '../kit/api-types.ts';
import { type PickedPlace, placeOfHit, searchPlaces } from './place.ts';

export type WordsRead = {
  text: string;
  at: number | undefined;
  /** The words that name a place, and what the map knows of them. */
  placeWords: string | undefined;
  place: PickedPlace | undefined;
  leftOut: readonly ('name' | 'number' | 'link')[];
};

/** Without a network the words and the time are read all the same; the place then stays words. */
export async function readWords(message: string, now: number, near: Lng | undefined): Promise<WordsRead> {
  const { text, at, place: placeWords, leftOut } = readMessage(message, now);
  const place =
    placeWords === undefined ? undefined : await findPlace(placeWords, near).catch(() => undefined);
  return { text, at, placeWords, place, leftOut };
}

async function findPlace(words: string, near: Lng | undefined): Promise<PickedPlace | undefined> {
  // The search takes sixty characters.
  const [hit] = await searchPlaces([...words].slice(0, 60).join(''), near);
  if (!hit) return undefined;
  const found = await placeOfHit(hit, 'search');
  return found.inside ? found : undefined;
}
