// Fields that stand in several registers: a place, who answers for a thing, a person by name and home. Only their words differ.
import type { Field, Personal, Words } from '../../../engines/register/declare.ts';

type Named = {
  label: Words;
  aliases: readonly string[];
  hint?: Words;
  required?: true;
  list?: true;
  search?: true;
};
type ThingContact = Omit<Personal, 'class'>;

/** Whoever answers for a thing is held for what they undertook, two years from the last time that it was found right. */
export const undertaken = (purpose: Words): ThingContact => ({ purpose, basis: 'contract', keepMonths: 24 });

/** Who answers for a thing, and the number at which they are reached. */
export function contactFields<C extends string>(
  code: C,
  held: ThingContact,
  person: Named,
  phone: Named,
): Record<C | 'phone', Field> {
  const fields = {
    [code]: { ...person, type: 'person-name', privacy: { ...held, class: 'personal' } },
    phone: { ...phone, type: 'phone', privacy: { ...held, class: 'sensitive' } },
  };
  return fields as Record<C | 'phone', Field>;
}

/** Where a thing is, for all to know. */
export const addressField = (named: Named): Field => ({ ...named, type: 'text', max: 120, privacy: 'open' });

/** A person's name and home, by which the record is found. */
export const personFields = (own: Personal, name: Named, home: Named): Record<'name' | 'address', Field> => ({
  name: { ...name, type: 'person-name', privacy: own, required: true, list: true, search: true },
  address: {
    ...home,
    type: 'home-address',
    max: 120,
    privacy: own,
    required: true,
    list: true,
    search: true,
  },
});
