// 随手提醒: a rider, a courier or whoever passes by says that a public thing is a danger. A thing and a place, a picture if they like: no
// words, so that nobody can be told on; no name, no account, no points, and nothing comes of not doing it.
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { FileBody } from './contract.ts';
import type { Asking } from './service.ts';
import type { CasesWorld } from './world.ts';
import './problems.ts';

const SAYS_WHO = ['headline', 'address', 'reporter', 'subjectUnitId', 'consent', 'areaId'] as const;

/** Whoever gives a tip is nobody, also while signed in. */
export function tipster(asking: Asking, body: Pick<FileBody, 'channel'>): Asking {
  const nobody: Actor = { kind: 'public', district: asking.actor.district };
  return body.channel === 'tip' ? { ...asking, actor: nobody } : asking;
}

/** Refuses whatever is no danger of a public thing, and whatever could point at somebody. */
export function checkTip(world: CasesWorld, body: FileBody): void {
  if (body.channel !== 'tip') return;
  const category = world.catalogue.categories.get(body.category ?? '');
  if (body.kind !== 'hazard' || !category?.publicThing)
    throw problem('cases.tip-things-only', {}, [{ path: 'category', code: 'tip-things-only' }]);
  const wordless = body.text === category.label['zh-CN'] || body.text === category.label.en;
  const said = SAYS_WHO.filter((name) => body[name] !== undefined);
  const fields = [...(wordless ? [] : ['text']), ...said];
  if (fields.length > 0)
    throw problem(
      'cases.tip-says-nobody',
      {},
      fields.map((path) => ({ path, code: 'tip-says-nobody' })),
    );
}
