// The things of an answer in words: whose utility, which team, what happened at a minute of the story.
import { useMemo } from 'react';
import { type Translate, useI18n } from '../../kit/i18n.tsx';
import { minuteClock } from './stress-logic.ts';
import type { RankedMeasure, StoryEvent, StressResult } from './stress-types.ts';

export type Names = {
  thing(id: string | undefined): string;
  cell(index: number | undefined): string;
  measure(measure: Pick<RankedMeasure, 'code' | 'place' | 'amount'>): string;
};

function namesOf(result: StressResult, t: Translate): Names {
  const things = new Map<string, string>([
    ...result.stocks.map(({ id, name }): [string, string] => [id, name]),
    ...result.shelters.map(({ id, name }): [string, string] => [id, name]),
    ...result.utilities.map(({ id, name, service }): [string, string] => [
      id,
      t(`stress.utilityOf.${service}`, { name }),
    ]),
    ...result.teams.map(({ id, name, kind }): [string, string] => [id, t(`stress.teamOf.${kind}`, { name })]),
  ]);
  return {
    thing: (id) => things.get(id ?? '') ?? id ?? '',
    cell: (index) => result.cells[index ?? -1]?.name ?? '',
    measure: ({ code, place, amount }) => t(`stress.measure.${code}`, { place, n: amount }),
  };
}

export function useStressWords(result: StressResult): { names: Names } {
  const { t } = useI18n();
  return useMemo(() => ({ names: namesOf(result, t) }), [result, t]);
}

const minutesWords = (t: Translate, minutes: number): string =>
  minutes < 90
    ? t('stress.minutesN', { n: Math.round(minutes) })
    : t('stress.hoursN', { n: (minutes / 60).toFixed(1) });

/** One entry of the story as a sentence, with its time of day. */
export function eventWords(
  t: Translate,
  names: Names,
  event: StoryEvent,
  startHour: number,
): { when: string; what: string } {
  const { day, time } = minuteClock(event.minute, startHour);
  const params = {
    cell: names.cell(event.cell),
    thing: names.thing(event.id),
    need: event.need ? t(`stress.needs.${event.need}`) : '',
    item: event.item ? t(`stress.item.${event.item}`) : '',
    amount: event.amount === undefined ? '' : Math.round(event.amount),
    minutes: event.amount === undefined ? '' : minutesWords(t, event.amount),
    strength: event.amount === undefined ? '' : Math.round(event.amount * 100),
  };
  const nearer = event.nearer
    ? t('stress.nearer', {
        name: names.thing(event.nearer.id),
        reason: t(`stress.passedOver.${event.nearer.reason}`),
      })
    : '';
  return {
    when: t('stress.when', { day: day + 1, time }),
    what: `${t(`stress.event.${event.kind}`, params)}${nearer}`,
  };
}
