// What displaced people need, from one number of people. Amounts are kept exact; only what is shown of a thing that comes whole is rounded,
// upwards.
import { needStandards } from './preset-needs.ts';

export function needsOf(people: number, days: number) {
  return {
    people,
    days,
    items: needStandards.map((one) => {
      const { thousandths, perDays, whole, ...words } = one;
      // One division at the end: whole numbers until then.
      const exact =
        perDays === null ? (people * thousandths) / 1000 : (people * thousandths * days) / (1000 * perDays);
      return { ...words, perPerson: thousandths / 1000, perDays, amount: whole ? Math.ceil(exact) : exact };
    }),
  };
}
