// What the loudspeaker (大喇叭) says of a warning: who says so and until when, what to do, where help is. Two or three sentences by hazard and
// colour; a person may change them before they are read.
import { civilDate, startOfCivilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import { dutyDesk } from '../roster/public.ts';
import { listShelters } from '../shelters/public.ts';
import type { Asking, WarningsParts } from './parts.ts';
import * as store from './store.ts';
import { topmost } from './topmost.ts';
import './problems.ts';

const GRAVE: ReadonlySet<string | null> = new Set(['orange', 'red']);

/** One text for each place that the warning names, with the desk that answers for it now and the shelters that are open there. */
export async function scriptOf(parts: WarningsParts, tx: Tx, asking: Asking, id: string) {
  const warning = await store.findWarning(tx, id);
  if (!warning) throw problem('warnings.unknown');
  const areas = await store.listAreas(tx, id);
  const { messages } = parts;
  const say = (key: string, params: Record<string, string> = {}) => messages.text(asking.locale, key, params);
  const colour = warning.colour ?? 'none';
  const first = say('loudspeaker.first', {
    issuer: warning.issuer,
    event: warning.event,
    colour: colour === 'none' ? '' : say(`warnings.colour.${colour}`),
    until: untilWords(say, warning.expiresAt, parts.now()),
  });
  const what = say(`loudspeaker.${warning.risk}.${GRAVE.has(warning.colour) ? 'grave' : 'mild'}`);
  const shelters = await listShelters(tx);
  const items = [];
  for (const top of await topmost(tx, areas)) {
    const path = areas.find((one) => one.id === top.id)?.path ?? '';
    const phone = await phoneOf(parts, tx, path);
    const open = shelters.find((one) => one.openingId !== null && one.areaPath.startsWith(path));
    const call = phone ? say('loudspeaker.phone', { phone }) : '';
    items.push({
      area: { id: top.id, name: top.name },
      sentences: [
        first,
        say('loudspeaker.do', { what }),
        open
          ? say('loudspeaker.shelter', { shelter: open.name, phone: call })
          : say('loudspeaker.help', { phone: call }),
      ],
    });
  }
  return { items };
}

function untilWords(
  say: (key: string, params: Record<string, string>) => string,
  at: number,
  now: number,
): string {
  const minutes = Math.floor((at - startOfCivilDate(civilDate(at))) / 60_000);
  const [, month = '', day = ''] = civilDate(at).split('-');
  const time = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  const today = civilDate(at) === civilDate(now);
  return say(today ? 'loudspeaker.today' : 'loudspeaker.day', {
    ...{ time, month: String(Number(month)), day: String(Number(day)) },
  });
}

/** The telephone of the unit that is on duty for a place now. */
async function phoneOf(parts: WarningsParts, tx: Tx, path: string): Promise<string | undefined> {
  const shift = await dutyDesk(tx, path, parts.now());
  if (!shift) return undefined;
  const [post] = await selectPosts(tx, civilDate(parts.now()), { ids: [shift.deskPost] });
  const phone = post?.unitAttributes['phone'];
  return typeof phone === 'string' ? phone : undefined;
}
