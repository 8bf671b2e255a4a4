// What is left to see of a person by default: enough to tell two apart in a list, not enough to find either.
import { COMPOUND_SURNAMES } from './surname-vocabulary.ts';

/** A name keeps its surname (all of a compound one): 张三 → 张*. O(surnames). */
export function maskName(name: string): string {
  const compound = COMPOUND_SURNAMES.find(
    (surname) => name.startsWith(surname) && name.length > surname.length,
  );
  return `${compound ?? [...name][0] ?? ''}*`;
}

/** 13800001234 → 138****1234; a landline keeps its last two digits. O(length). */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length === 11 && digits.startsWith('1')) return `${digits.slice(0, 3)}****${digits.slice(7)}`;
  return `****${digits.slice(-2)}`;
}

/** 370214199001010010 → 370214********0010. O(length). */
export function maskResidentId(number: string): string {
  return `${number.slice(0, 6)}********${number.slice(-4)}`;
}
