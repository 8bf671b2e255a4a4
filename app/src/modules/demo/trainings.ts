// The demo's trainings by building, and who stands at its school gates. Invented; posts and numbers, no names.
import type { AddedRecord } from '../../engines/register/add-records.ts';
import { trainingWords } from './texts-drills.ts';

type Given = {
  community: AddedRecord['area'];
  homes: readonly { id: string; area: AddedRecord['area'] }[];
  nextId(): string;
  today: string;
};

const dayFrom = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Eight sessions within a year at some of the buildings, so that others stay uncovered; two weeks of gates. */
export function trainingsOf({ community, homes, nextId, today }: Given): Map<string, AddedRecord[]> {
  const trainings = trainingWords.sessions.flatMap(({ name, topic, daysAgo, headcount }, at) => {
    const home = homes[(at * 2) % homes.length];
    return home
      ? [
          {
            id: nextId(),
            area: home.area,
            values: {
              name,
              topic,
              headcount,
              heldOn: dayFrom(today, -daysAgo),
              building: home.id,
              organiser: trainingWords.organiser,
            },
          },
        ]
      : [];
  });
  const rotas = trainingWords.gates.map((values, at) => ({
    id: nextId(),
    area: community,
    values: { ...values, day: dayFrom(today, at + 1) },
  }));
  return new Map<string, AddedRecord[]>([
    ['trainings', trainings],
    ['school-rotas', rotas],
  ]);
}
