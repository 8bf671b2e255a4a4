// Random lives of one-button calls: whatever is pressed, said or left unanswered, one ends only with somebody who saw the person or took over.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staying, walkLives } from '../../../test/lives.ts';
import { type TestProduct, testProduct } from '../../../test/product.ts';
import { helpCall } from './kinds/help-call.ts';
import { helpCallOf } from './kinds/help-call-facts.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'help-call-lives' });
});
afterAll(() => p.close());

const rungs = ['call-helper', 'call-volunteer', 'call-desk', 'call-dial'];
const open = [...rungs, 'call-attending', 'call-dispatched'];
const to = (from: readonly string[], ...states: string[]) =>
  Object.fromEntries(from.map((one) => [one, states]));

it('a help call: the ladder only climbs, silence and time close nothing, and it ends seen in person or handed over', () => {
  const ends = new Map<string, string>([
    ['call-seen', 'seen-in-person'],
    ['call-handed-over', 'hand-over-person'],
  ]);
  const ended = new Set<string>();
  return walkLives(p, {
    kind: helpCall,
    runs: 300,
    facts: (_p, seed) => ({
      helpCall: {
        device: 'd',
        need: seed % 2 === 0 ? 'emergency' : 'life',
        via: 'page',
        speech: 'none',
        helper: seed % 3 !== 0,
        ladder: { helper: 3, volunteer: 3, desk: 5, arrive: 15 },
        again: 0,
        backs: [],
        dispatched: [],
      },
    }),
    moves: {
      'take-call': { ...to(rungs, 'call-attending'), ...staying('call-attending') },
      'cannot-take': {
        'call-helper': ['call-volunteer'],
        'call-volunteer': ['call-desk'],
        'call-attending': ['call-desk'],
      },
      'call-back': {
        ...staying('call-desk', 'call-dial', 'call-attending', 'call-dispatched'),
        ...to(['call-helper'], 'call-helper', 'call-desk'),
        ...to(['call-volunteer'], 'call-volunteer', 'call-desk'),
      },
      'no-entry': {
        ...to(['call-helper', 'call-volunteer', 'call-desk', 'call-attending'], 'call-desk', 'call-dial'),
        ...staying('call-dial'),
      },
      'call-out-service': to(open, 'call-dispatched'),
      'seen-in-person': to(open, 'call-seen'),
      'hand-over-person': to(open, 'call-handed-over'),
      'call-again': {
        'call-helper': ['call-volunteer'],
        'call-volunteer': ['call-desk'],
        ...staying('call-desk', 'call-dial', 'call-attending', 'call-dispatched'),
      },
      'note-call': staying(...open),
      'take-escalation': staying(...open),
      lapse: {
        'call-helper': ['call-helper', 'call-volunteer'],
        'call-volunteer': ['call-volunteer', 'call-desk'],
        'call-desk': ['call-desk', 'call-dial'],
        ...staying('call-dial', 'call-dispatched'),
        'call-attending': ['call-desk'],
      },
    },
    told: { 'call-again': { need: 'emergency', speech: 'none' } },
    holds(state, before, command, actor) {
      if (state.closedAt !== null && before?.closedAt === null) {
        ended.add(state.state);
        expect(command).toBe(ends.get(state.state));
        expect(actor.kind, 'the machine alone ends nothing here').toBe('staff');
      }
      const rung = rungs.indexOf(state.state);
      if (before && rung >= 0 && rungs.includes(before.state))
        expect(rung).toBeGreaterThanOrEqual(rungs.indexOf(before.state));
      if (state.state === 'call-dispatched')
        expect(helpCallOf(state).dispatched.length).toBeGreaterThanOrEqual(1);
    },
  }).then(() => expect([...ended].sort()).toEqual([...ends.keys()].sort()));
});
