// 告知: a grid worker met a quarrel and nobody in it asked to be helped further. That somebody was told where to turn is all that is
// kept: the kind of quarrel, the building, the day. There is no field for words, names, pictures or what became of it.
import { defineCaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';

export const advice = defineCaseKind<CasesWorld>({
  name: 'advice',
  initial: ['advised'],
  states: { advised: { shape: 'done', final: true } },
  clocks: {},
  commands: {},
  file(draft, work) {
    draft.state = 'advised';
    draft.closedAt = work.at;
  },
});
