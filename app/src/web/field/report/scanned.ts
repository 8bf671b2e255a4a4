// A code that was scanned says where: the report begins with its place.
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type PickedPlace, placeOfCode, readPlaceCode } from '../../capture/place.ts';
import { useCopy } from '../copy/CopyProvider.tsx';
import { spotEither } from '../queries.ts';

export type ScannedSearch = { place?: string | undefined; asset?: string | undefined };

/** Tells the place of the code in the address, once; true while there is one to wait for. */
export function useScannedPlace(onPlace: (place: PickedPlace) => void, onNone: () => void): boolean {
  const { place, asset } = useSearch({ strict: false }) as ScannedSearch;
  const text = asset ?? place;
  const code = readPlaceCode(text);
  const asked = useRef('');
  const { shelf } = useCopy();
  const latest = useRef({ onPlace, onNone, shelf });
  latest.current = { onPlace, onNone, shelf };
  useEffect(() => {
    const read = readPlaceCode(text);
    if (!read || !text || asked.current === text) return;
    asked.current = text;
    placeOfCode(read, (spot) => spotEither(latest.current.shelf, spot))
      .then((found) => latest.current.onPlace(found))
      // Without a network, with a code that this phone does not know, or with an old one the phone's own position is as good.
      .catch(() => latest.current.onNone());
  }, [text]);
  return code !== undefined;
}
