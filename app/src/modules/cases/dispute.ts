// 纠纷: a quarrel that a grid worker came upon belongs to the people in it. It is passed on only when one of them said so; what was said,
// by whom and how is kept with the case. Without that word nothing of them is kept, only that somebody was told where to turn.
import type { Actor } from '../../kernel/actor.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { FileBody } from './contract.ts';
import type { Place } from './place.ts';
import type { CasesWorld } from './world.ts';
import './problems.ts';

/** What would say something of the people in it. The place itself is kept as the building it lies in. */
const OF_THE_PARTIES = ['headline', 'address', 'reporter', 'photos', 'subjectUnitId', 'consent'] as const;

/** Refuses what may not be kept. `asked`: the words came from the parties themselves, by another house or by appointment. */
export function checkDispute(
  world: CasesWorld,
  actor: Actor,
  body: FileBody,
  place: Place,
  asked: boolean,
): void {
  const dispute = world.catalogue.categories.get(body.category ?? '')?.dispute === true;
  if (body.kind === 'advice') {
    checkAdvice(world, actor, body, place, dispute);
    return;
  }
  if (body.consent && !dispute)
    throw problem('cases.consent-not-asked', {}, [{ path: 'consent', code: 'consent-not-asked' }]);
  if (!dispute || asked || body.consent || actor.kind !== 'staff' || called(actor, body, place)) return;
  throw problem('cases.dispute-needs-consent', {}, [{ path: 'consent', code: 'dispute-needs-consent' }]);
}

/** Whoever called or came to the counter asks by doing so. */
function called(actor: Actor, body: FileBody, { area }: Place): boolean {
  return (
    (body.channel === 'phone' || body.channel === 'walk-in') &&
    (holdsDutyOver(actor, 'hotline', area.path) || holdsDutyOver(actor, 'intake', area.path))
  );
}

function checkAdvice(
  world: CasesWorld,
  actor: Actor,
  body: FileBody,
  { area }: Place,
  dispute: boolean,
): void {
  if (!holdsDutyOver(actor, 'report', area.path)) throw problem('auth.forbidden', { command: 'file' });
  if (!dispute)
    throw problem('cases.advice-only-disputes', {}, [{ path: 'category', code: 'advice-only-disputes' }]);
  const label = world.catalogue.categories.get(body.category ?? '')?.label;
  const wordless = body.text === label?.['zh-CN'] || body.text === label?.en;
  const said = OF_THE_PARTIES.filter((name) => body[name] !== undefined);
  const fields = [...(wordless ? [] : ['text']), ...said];
  if (fields.length > 0)
    throw problem(
      'cases.advice-says-nothing',
      {},
      fields.map((path) => ({ path, code: 'advice-says-nothing' })),
    );
}

/** What is kept of the place: all of it, or for an advice the building and no point. */
export function keptPlace(body: FileBody, place: Place): Place {
  return body.kind === 'advice' ? { ...place, point: null } : place;
}
