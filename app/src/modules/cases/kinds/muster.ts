// 集合: called at, there at, how many. Written down by whoever counted, for a drill and for a readiness check alike.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { type CommandSpec, command, type Who } from '../../../engines/case/kind.ts';
import { type MusterGroup, musterGroups } from '../../../kernel/emergency.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import type { Muster } from './practice-facts.ts';
import '../problems.ts';

const refused = (code: string, path: string) =>
  problem(`cases.${code}`, {}, [{ path: `form/${path}`, code }]);

export function musterCommand(
  from: readonly string[],
  who: readonly Who[],
  keep: (draft: CaseState, muster: Muster) => void,
): CommandSpec<CasesWorld> {
  return command({
    from,
    to: [],
    who,
    form: {
      group: field.choice('muster-group', musterGroups),
      called: field.datetime.required(),
      arrived: field.datetime.required(),
      wanted: field.integer.optional({ min: 1, max: 1_000_000 }),
      count: field.integer.required({ min: 0, max: 1_000_000 }),
    },
    stale: 'commutes',
    apply(draft, form, work) {
      if (form.arrived < form.called) throw refused('muster-order', 'arrived');
      if (form.arrived > work.now) throw refused('muster-future', 'arrived');
      keep(draft, {
        group: form.group as MusterGroup,
        calledAt: form.called,
        arrivedAt: form.arrived,
        wanted: form.wanted ?? null,
        arrived: form.count,
      });
    },
  });
}
