// What a reader sees of a personal field before giving a reason.
import { maskName, maskPhone, maskResidentId } from '@renlin/core/identity/mask';
import { UP_TO_BUILDING } from './cell-vocabulary.ts';
import type { Field, Value } from './declare.ts';
import { isSensitive, personalOf } from './declare.ts';

export const MASK = '***';

/**
 * The value as it may be shown without a reason: things whole; of people what points at them masked, and everything that is sensitive.
 * O(length).
 */
export function maskValue(field: Field, value: Value): Value {
  if (value === null || !personalOf(field)) return value;
  switch (field.type) {
    case 'person-name':
      return maskName(String(value));
    case 'phone':
      return maskPhone(String(value));
    case 'id-number':
      return maskResidentId(String(value));
    case 'birth-date':
      return `${String(value).slice(0, 4)}-**-**`;
    case 'home-address':
      return `${UP_TO_BUILDING.exec(String(value))?.[0] ?? ''}${MASK}`;
    default:
      return isSensitive(field) ? MASK : value;
  }
}

/** A cell that came back from one of our own masked tables says nothing new. */
export function isMasked(text: string): boolean {
  return text === MASK || /\*{2,}|^\p{Script=Han}{1,2}\*$/u.test(text);
}
