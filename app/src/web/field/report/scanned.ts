// A code that was scanned says where: the report begins with its place.
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type PickedPlace, placeOfCode, readPlaceCode } from '../../capture/place.ts';

export type ScannedSearch = { place?: string | undefined; asset?: string | undefined };

/** Tells the place of the code in the address, once; true while there is one to wait for. */
export function useScannedPlace(onPlace: (place: PickedPlace) => void, onNone: () => void): boolean {
  const { place, asset } = useSearch({ strict: false }) as ScannedSearch;
  const text = asset ?? place;
  const code = readPlaceCode(text);
  const asked = useRef('');
  const latest = useRef({ onPlace, onNone });
  latest.current = { onPlace, onNone };
  useEffect(() => {
    const read = readPlaceCode(text);
    if (!read || !text || asked.current === text) return;
    asked.current = text;
    placeOfCode(read)
      .then((found) => latest.current.onPlace(found))
      // Without a network or with an old code the phone's own position is as good.
      .catch(() => latest.current.onNone());
  }, [text]);
  return code !== undefined;
}
