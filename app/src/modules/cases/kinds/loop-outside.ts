// What others count: a case that came as another house's work order carries their number and their official deadline. Theirs is a
// clock of its own: our pauses and extensions do not move what was promised over there, and whichever ends first is worked towards.
import { startClock } from '@renlin/core/calendar/clock';
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import type { Commands } from './loop-limits.ts';
import type { Work } from './steps.ts';
import { system } from './who.ts';

/** One work order of another house that this case answers. */
export type OutsideFact = {
  /** Code and name of the source as it was declared. */
  source: string;
  name: string;
  number: string;
  deadline: number | null;
  /** When they took it in; their clock counts from then. */
  receivedAt: number | null;
  urgent?: boolean;
};

const MINUTE_MS = 60_000;

export function outsideOf(state: CaseState): readonly OutsideFact[] {
  return (state.facts['outside'] as OutsideFact[] | undefined) ?? [];
}

/** Starts (or moves) the clock of their official deadline: the earliest one of all orders that this case answers. */
export function startOutside(draft: CaseState, work: Work): void {
  const orders = outsideOf(draft);
  if (orders.some((one) => one.urgent)) draft.urgent = true;
  const first = orders
    .filter((one) => one.deadline !== null)
    .sort((a, b) => (a.deadline as number) - (b.deadline as number))[0];
  if (!first) return;
  work.stopClock(draft, 'outside');
  const due = first.deadline as number;
  const from = Math.min(first.receivedAt ?? work.at, work.at, due - MINUTE_MS);
  const minutes = Math.ceil((due - from) / MINUTE_MS);
  const limit =
    minutes % 60 === 0
      ? ({ n: minutes / 60, unit: 'clock-hour' } as const)
      : ({ n: minutes, unit: 'minute' } as const);
  // Counted back from the deadline, so that the clock ends at it to the second.
  draft.clocks.push(
    startClock(work.world.calendar, { name: 'outside', limit, at: due - minutes * MINUTE_MS }),
  );
}

const EVERYWHERE = [
  'reported',
  'filed',
  'dispatched',
  'handling',
  'paused',
  'checking',
  'confirming',
  'closed',
  'declined',
  'withdrawn',
];

export function outsideCommands(): Commands {
  return {
    'outside-order': command({
      // Their words arrived: a further order about the same thing, a changed text or deadline, a withdrawal. Nothing is overwritten.
      from: EVERYWHERE,
      to: [],
      who: [system],
      form: {
        source: field.text.required({ max: 40 }),
        name: field.text.required({ max: 60 }),
        number: field.text.required({ max: 60 }),
        note: field.textarea.optional({ max: 4200 }),
        deadline: field.datetime.optional(),
        receivedAt: field.datetime.optional(),
      },
      stale: 'commutes',
      apply(draft, form, work) {
        const orders = outsideOf(draft);
        const known = orders.find((one) => one.source === form.source && one.number === form.number);
        const fresh: OutsideFact = {
          source: form.source,
          name: form.name,
          number: form.number,
          deadline: form.deadline ?? known?.deadline ?? null,
          receivedAt: form.receivedAt ?? known?.receivedAt ?? null,
          ...(known?.urgent ? { urgent: true } : {}),
        };
        draft.facts['outside'] = known
          ? orders.map((one) => (one === known ? fresh : one))
          : [...orders, fresh];
        if (draft.closedAt !== null) return;
        if (fresh.deadline !== (known?.deadline ?? null)) startOutside(draft, work);
        if (form.note && draft.ownerUnit)
          work.notice({ key: 'notice.outside-words', to: 'owner-unit', duty: 'handle', urgency: 'now' });
      },
    }),
  };
}
