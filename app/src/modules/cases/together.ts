// What belongs to a merge, a split or a link beside the steps: whose report is answered where, and what a page shows of the others.
import type { CaseState } from '../../engines/case/case.ts';
import * as engineStore from '../../engines/case/case-store.ts';
import type { CaseReference, FormSpec } from '../../engines/case/form.ts';
import { derivedId } from '../../engines/case/timing.ts';
import { isUuid } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { caseKinds } from './kinds/kinds.ts';
import { linksOf, membersOf, mergedOf, splitsOf } from './kinds/loop-together.ts';
import { followCodeOf, followHash, tailHash } from './reporters.ts';
import * as store from './store.ts';
import type { Reader } from './views.ts';

const NUMBER = /^(\d{6})-?(\d{8})$/;

/** Other cases in a form are named by number (or id): found here, with the reach of whoever asks. */
export async function findCasesOfForm(
  tx: Tx,
  state: CaseState,
  command: string,
  form: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const spec: FormSpec = caseKinds.get(state.kind)?.commands[command]?.form ?? {};
  const found = { ...form };
  for (const [name, field] of Object.entries(spec)) {
    const typed = form[name];
    if (field.type !== 'case' || typeof typed !== 'string') continue;
    const other = await findNamed(tx, typed.trim());
    if (!other)
      throw problem('cases.other-not-found', {}, [{ path: `form/${name}`, code: 'other-not-found' }]);
    found[name] = other;
  }
  return found;
}

async function findNamed(tx: Tx, typed: string): Promise<CaseReference | undefined> {
  const [, date, running] = NUMBER.exec(typed) ?? [];
  const state = date
    ? (await store.findByNumber(tx, `${date}-${running}`))[0]
    : isUuid(typed)
      ? (await engineStore.findCase(tx, typed, typed))?.state
      : undefined;
  return state && { id: state.id, number: state.number };
}

/** After `merge` and `unmerge`: the reporters go along, so that everybody who reported is answered. */
export async function moveReporters(tx: Tx, step: string, before: CaseState, after: CaseState) {
  if (step === 'merge') await store.mergeReporters(tx, after.id, mergedOf(after)?.into.id ?? '');
  if (step === 'unmerge') await store.unmergeReporters(tx, after.id, mergedOf(before)?.into.id ?? '');
}

/** What codes of followers are made with. */
type Keys = { ports: { followKey: Uint8Array }; now(): number };

/** The reporter of what was split follows both halves: the second by a code that follows from the first. */
const secondReporter = (reporterId: string, splitId: string) => derivedId(`${splitId}/${reporterId}`);

export async function copyReporters(parts: Keys, tx: Tx, opened: CaseState, from: CaseState) {
  if (!opened.facts['splitFrom']) return;
  const key = parts.ports.followKey;
  await store.openReveal(tx, from.id);
  for (const one of await store.listReporters(tx, from.id)) {
    const id = secondReporter(one.id, opened.id);
    const code = followCodeOf(key, id);
    await store.insertReporter(tx, {
      caseId: opened.id,
      id,
      name: one.name,
      phone: one.phone,
      maskedName: one.masked_name,
      maskedPhone: one.masked_phone,
      tailHash: one.phone ? tailHash(key, code, one.phone.replace(/\D/g, '').slice(-4)) : null,
      followHash: followHash(key, code),
      wantsReply: one.wants_reply,
      channel: one.channel,
      accountId: null,
      at: parts.now(),
    });
  }
}

/** Codes under which this reporter follows what was split off. */
export function splitCodes(parts: Keys, state: CaseState, reporterId: string) {
  return splitsOf(state).map(({ id, at }) => ({
    code: followCodeOf(parts.ports.followKey, secondReporter(reporterId, id)),
    at,
  }));
}

export type Related = {
  id: string;
  number: string;
  relation: string;
  label: string;
  /** Only when the reader may see that case. */
  headline: string | null;
  state: { code: string; label: string } | null;
};

/** The other cases of this one, in the reader's words. What lies outside the reader's reach shows its number and nothing else. */
export async function relatedOf(tx: Tx, state: CaseState, reader: Reader): Promise<Related[]> {
  const merged = mergedOf(state);
  const from = state.facts['splitFrom'] as CaseReference | undefined;
  const named: { id: string; number: string | null; relation: string }[] = [
    ...(merged ? [{ ...merged.into, relation: 'merged-into' }] : []),
    ...membersOf(state).map((member) => ({ ...member, relation: 'member' })),
    ...(from ? [{ ...from, relation: 'split-from' }] : []),
    ...splitsOf(state).map(({ id }) => ({ id, number: null, relation: 'split' })),
    ...linksOf(state).map((link) => ({ ...link, relation: link.why })),
  ];
  if (named.length === 0) return [];
  const seen = new Map(
    (
      await engineStore.listByIds(
        tx,
        named.map((one) => one.id),
      )
    ).map((one) => [one.id, one]),
  );
  const { messages, locale } = reader;
  return named.flatMap(({ id, number, relation }): Related[] => {
    const other = seen.get(id);
    if (!other && number === null) return [];
    return [
      {
        id,
        number: other?.number ?? number ?? '',
        relation,
        label: messages.text(locale, `case.relation.${relation}`),
        headline: other?.headline ?? null,
        state: other
          ? { code: other.state, label: messages.text(locale, `case.state.${other.state}`) }
          : null,
      },
    ];
  });
}
