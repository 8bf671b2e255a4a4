// Addresses as doors: the same door however it is written, and the building that it belongs to.
import { UP_TO_BUILDING } from '../../engines/register/cell-vocabulary.ts';

export const doorKey = (address: string): string =>
  address
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');

/** The address up to its building; empty where it names none. */
export const buildingOf = (address: string): string => UP_TO_BUILDING.exec(address)?.[0] ?? '';
