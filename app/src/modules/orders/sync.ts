// Two houses, one matter, two states. Each side's state travels; what we caused over there must not come back as news, and what they
// say must not make us answer for ever. Pure, so that a test can play every interleaving.
import type { SharedState } from './contract.ts';

/** What our case is, in the words that both sides share. */
export type OurState = Exclude<SharedState, 'returned' | 'withdrawn'>;

export type Link = {
  /** Where they stand, as far as we know: what they last said, or what we last told them. */
  theirs: SharedState | null;
  /** What we told them and may still come back as an echo, oldest first. */
  echoes: readonly OurState[];
  /** How many final answers reached them. */
  answers: number;
  /** How many had reached them when they last returned it; null before the first return. */
  returnedAfter: number | null;
};

export const FRESH: Link = { theirs: null, echoes: [], answers: 0, returnedAfter: null };

export type Effect =
  /** They are where we thought. */
  | 'same'
  /** Our own words, come back late. */
  | 'echo'
  /** They moved by themselves; our next word tells them where we are. */
  | 'moved'
  /** 退回重办: our case begins again. */
  | 'reopen'
  /** Returned while we are working on it anyway. */
  | 'already-open'
  /** The return of an answer that they returned before. */
  | 'old-return'
  | 'withdrawn'
  /** Said after they took it back: nothing more crosses. */
  | 'over';

const MOST_ECHOES = 8;
const FINAL: ReadonlySet<string> = new Set(['replied', 'declined']);

export function isFinal(state: SharedState): boolean {
  return FINAL.has(state);
}

/** The state of a case as the other side would say it. */
export function ourState(caseState: string): OurState {
  switch (caseState) {
    case 'reported':
      return 'received';
    case 'filed':
      return 'accepted';
    case 'closed':
      return 'replied';
    case 'declined':
    case 'withdrawn':
      return 'declined';
    default:
      return 'handling';
  }
}

/** They say where they stand. */
export function incoming(link: Link, ours: OurState, said: SharedState): { link: Link; effect: Effect } {
  if (link.theirs === 'withdrawn') return { link, effect: said === 'withdrawn' ? 'same' : 'over' };
  if (said === 'withdrawn') return { link: { ...link, theirs: said, echoes: [] }, effect: 'withdrawn' };
  if (said === link.theirs) return { link: { ...link, echoes: after(link.echoes, said) }, effect: 'same' };
  if (said === 'returned') {
    const next: Link = { ...link, theirs: said, echoes: [] };
    if (!isFinal(ours)) return { link: next, effect: 'already-open' };
    if (link.returnedAfter !== null && link.answers <= link.returnedAfter)
      return { link: next, effect: 'old-return' };
    return { link: { ...next, returnedAfter: link.answers }, effect: 'reopen' };
  }
  if (link.echoes.includes(said))
    return { link: { ...link, echoes: after(link.echoes, said) }, effect: 'echo' };
  return { link: { ...link, theirs: said }, effect: 'moved' };
}

/** What they should be told now; nothing when they know, or took it back. A case that is only received is no news to its sender. */
export function outgoing(link: Link, ours: OurState): OurState | undefined {
  if (link.theirs === 'withdrawn' || link.theirs === ours) return undefined;
  return link.theirs === null && ours === 'received' ? undefined : ours;
}

/** They were told. */
export function told(link: Link, state: OurState): Link {
  if (link.theirs === 'withdrawn') return link;
  return {
    ...link,
    theirs: state,
    echoes: [...link.echoes, state].slice(-MOST_ECHOES),
    answers: link.answers + Number(isFinal(state)),
  };
}

/** An echo answers what was said before it too. */
function after(echoes: readonly OurState[], said: SharedState): readonly OurState[] {
  return echoes.slice(echoes.indexOf(said as OurState) + 1);
}
