// One document from its bytes to what it means, or why not.
import { textOf } from './bytes.ts';
import { type CapFault, CapRefused } from './fault.ts';
import { type Feed, isFeed, readFeed } from './feed.ts';
import { type Meaning, readMeaning } from './meaning.ts';
import { checkStructure } from './structure.ts';
import { type Element, readXml } from './xml.ts';

export type Judged =
  | { kind: 'alert'; meaning: Meaning }
  | { kind: 'feed'; feed: Feed }
  | { kind: 'refused'; stage: 'xml' | 'structure' | 'feed'; faults: readonly CapFault[] };

/** Judges what somebody handed in. Throws nothing for any bytes. */
export function judge(bytes: Uint8Array): Judged {
  let stage: 'xml' | 'feed' = 'xml';
  try {
    const root = readXml(textOf(bytes));
    stage = 'feed';
    return isFeed(root) ? { kind: 'feed', feed: readFeed(root) } : judgeAlert(root);
  } catch (error) {
    if (error instanceof CapRefused) return { kind: 'refused', stage, faults: error.faults };
    throw error;
  }
}

export function judgeAlert(root: Element): Judged {
  const faults = checkStructure(root);
  if (faults.length > 0) return { kind: 'refused', stage: 'structure', faults };
  return { kind: 'alert', meaning: readMeaning(root) };
}
