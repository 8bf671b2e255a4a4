// What is there when it gets serious: a warning that somebody wrote off, this week's duty roster with one day that nobody fills, two shelters, a
// list of transfers that comes from the registers, and a button at home.
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { addDevice, type CallsParts } from '../calls/public.ts';
import { listRunning } from '../emergency/public.ts';
import { planShift, type RosterParts } from '../roster/public.ts';
import { addShelter, openShelter, type SheltersParts } from '../shelters/public.ts';
import { openTransfers, planTransfers, type TransfersParts } from '../transfers/public.ts';
import { typeWarning, type WarningsParts } from '../warnings/public.ts';
import { evacuationWords as words } from './texts-evacuation.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
type Parts = {
  emergency: CallsParts & RosterParts & SheltersParts & TransfersParts & WarningsParts;
  ids: Ids;
  person(user: 'secretary' | 'worker' | 'street'): Promise<Staff>;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Shifts change at eight in the morning in Shanghai, which is midnight of UTC. */
/** The day of the week that nobody fills. */
const UNFILLED = 4;
const MOST_DOORS = 4;

export async function seedEvacuation({ emergency: parts, ids, person }: Parts): Promise<void> {
  const [secretary, worker, street] = [
    await person('secretary'),
    await person('worker'),
    await person('street'),
  ];
  const [home, grid, office] = [secretary.posts[0], worker.posts[0], street.posts[0]];
  if (!home || !grid || !office) return;
  const now = parts.now();
  const asking = (actor: Staff) => ({ actor, locale: 'zh-CN' as const });
  const as = <T>(actor: Staff, work: (tx: Tx) => Promise<T>) => parts.db.tx(scopeOf(actor), work);

  await as(street, (tx) =>
    typeWarning(parts, tx, asking(street), {
      id: ids.next(),
      colour: 'yellow',
      risk: 'rainstorm',
      sentAt: now - HOUR,
      from: now - HOUR,
      until: now + 11 * HOUR,
      areas: [office.areaId],
      ...words.warning,
    }),
  );

  const first = Math.floor(now / DAY) * DAY;
  for (let day = 0; day < 7; day += 1) {
    if (day === UNFILLED) continue;
    const span = { beginsAt: first + day * DAY, endsAt: first + (day + 1) * DAY };
    await as(secretary, (tx) =>
      planShift(parts, tx, asking(secretary), {
        ...{ id: ids.next(), areaId: home.areaId, ...span },
        ...{ deskPost: grid.postId, leaderPost: home.postId },
      }),
    );
  }

  const shelters: string[] = [];
  for (const { open, drilledMinutes, ...one } of words.shelters) {
    const id = ids.next();
    shelters.push(id);
    await as(secretary, async (tx) => {
      await addShelter(parts, tx, asking(secretary), {
        ...{ id, areaId: home.areaId, keeperPost: home.postId, functions: ['shelter', 'muster'] },
        ...(drilledMinutes === null
          ? {}
          : { drill: { on: civilDate(now - 120 * DAY), minutes: drilledMinutes } }),
        ...one,
      });
      if (open !== null) await openShelter(parts, tx, asking(secretary), id, { id: ids.next(), why: open });
    });
  }

  await as(secretary, (tx) =>
    addDevice(
      parts,
      tx,
      { actor: secretary, now: parts.now, platform: { ids } },
      {
        ...{ commandId: ids.next(), label: words.device.label, areaId: grid.areaId, way: 'page' },
        ...{
          contact: { ...words.device.contact },
          consentBy: 'person',
          consentUntil: now + 300 * DAY,
          testDays: 30,
        },
      },
    ),
  );

  const [running] = await parts.db.read(scopeOf(secretary), (tx) => listRunning(tx));
  if (!running) return;
  const { buildings } = await planTransfers(parts, asking(secretary), running.id, running.areaId);
  const doors = buildings
    .flatMap((building) => building.doors.map((door) => ({ door, organiser: building.organiser })))
    .filter(({ door }) => door.needHelp > 0)
    .slice(0, MOST_DOORS);
  const { items } = await openTransfers(
    parts,
    asking(secretary),
    running.id,
    doors.map(({ door, organiser }) => ({
      ...{ id: ids.next(), areaId: door.areaId, address: door.address, people: door.people },
      ...{ needHelp: door.needHelp, why: words.why, leaveBy: now + 3 * HOUR, records: [] },
      shelterId: shelters[0],
      ...(organiser ? { organiserPost: organiser.id } : {}),
    })),
  );
  const give = async (id: string | undefined, name: string, form: Record<string, unknown>) => {
    if (id)
      await parts.cases.engine.give({ actor: secretary }, id, {
        ...{ commandId: ids.next(), name, baseVersion: 1, occurredAt: parts.now(), form },
      });
  };
  await give(items[0]?.id, 'notify-household', { how: 'phone', note: words.notified });
  await give(items[1]?.id, 'record-refusal', { reason: words.refused });
}
