// The demo's emergency teams, their agreements and certificates, its infrastructure with two gaps, and the forms of an incident that runs.
import type { AddedRecord } from '../../engines/register/add-records.ts';
import { addMonths } from '../../engines/register/record.ts';
import { tasks } from './texts-teams.ts';

type Area = AddedRecord['area'];
type Values = AddedRecord['values'];

export type TeamParts = {
  community: Area;
  grids: readonly Area[];
  organisations: readonly string[];
  volunteers: readonly string[];
  /** The incident that runs. */
  incident: string;
  nextId(): string;
  today: string;
};

const daysFrom = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const phoneOf = (at: number): string => `1370533${String(1000 + at * 41).slice(-4)}`;

/** Records of nine registers, by register, in the order in which they point at one another. O(records). */
export function teamsOf(parts: TeamParts): Map<string, AddedRecord[]> {
  const { community, grids, nextId } = parts;
  const made = (
    rows: readonly Values[],
    area: (at: number) => Area = () => community,
    consent?: AddedRecord['consent'],
  ): AddedRecord[] =>
    rows.map((values, at) => ({
      id: nextId(),
      area: area(at),
      values,
      ...(consent ? { consent } : {}),
    }));
  const teams = made(teamRows(parts));
  const kinds = made(tasks.certificates.map((one) => ({ ...one })));
  const idOf = (records: readonly AddedRecord[], at: number) => records[at % records.length]?.id ?? '';
  const forms = made(tasks.forms.map((one) => ({ ...one, incident: parts.incident })));
  const grid = (at: number) => grids[at % grids.length] ?? community;
  return new Map([
    ['teams', teams],
    ['team-members', made(memberRows(parts, teams), undefined, consentOf(parts.today))],
    ['certificate-kinds', kinds],
    ['certificates', made(certificateRows(parts, (at) => idOf(kinds, at)))],
    ['emergency-agreements', made(agreementRows(parts, (at) => idOf(teams, at)))],
    ['infrastructure', made(placeRows(parts), grid)],
    ['infrastructure-rules', made(tasks.rules.map((one) => ({ ...one })))],
    ['incident-forms', forms],
    [
      'incident-entries',
      made(
        entryRows(parts, (at) => idOf(forms, at)),
        grid,
      ),
    ],
  ]);
}

const consentOf = (today: string) => ({
  givenBy: 'self' as const,
  onDay: daysFrom(today, -40),
  edition: 1,
});

function teamRows({ organisations, today }: TeamParts): Values[] {
  return tasks.teams.map(
    ({ name, sort, skills, headcount, musterPoint, insured, trained, leader, of }, at) => ({
      name,
      sort,
      skills,
      headcount,
      musterPoint,
      leader,
      phone: phoneOf(at),
      ...(insured === null ? {} : { insuredUntil: daysFrom(today, insured) }),
      ...(trained === null ? {} : { trainedUntil: daysFrom(today, trained) }),
      ...(of === null ? {} : { organisation: organisations[of] ?? '' }),
    }),
  );
}

/** Eight volunteers in the first two teams; the first of each leads. */
function memberRows({ volunteers }: TeamParts, teams: readonly AddedRecord[]): Values[] {
  return volunteers.slice(2, 10).map((volunteer, at) => ({
    volunteer,
    team: teams[at % 2]?.id ?? '',
    does: at < 2 ? 'leads' : at < 4 ? 'stands-in' : 'member',
  }));
}

/** One is over, one ends within the month. */
function certificateRows({ volunteers, today }: TeamParts, kind: (at: number) => string): Values[] {
  const months = [-38, -35, -10, -20, -5, -14];
  return months.map((ago, at) => ({
    holder: volunteers[2 + at] ?? '',
    kind: kind(at < 2 ? 0 : at - 1),
    issuedOn: at === 1 ? daysFrom(addMonths(today, -36), 12) : addMonths(today, ago),
  }));
}

/** One is over, one is to be reviewed. */
function agreementRows({ organisations, today }: TeamParts, team: (at: number) => string): Values[] {
  return tasks.agreements.map(
    ({ name, agreedTo, headcount, withinMinutes, ends, review, of, group }, at) => ({
      name,
      agreedTo,
      headcount,
      withinMinutes,
      signedOn: daysFrom(today, Math.min(ends - 365, -60)),
      validUntil: daysFrom(today, ends),
      reviewOn: daysFrom(today, review),
      desk: `0532-8780${1200 + at}`,
      contact: tasks.teams[at % tasks.teams.length]?.leader ?? '',
      phone: phoneOf(at + 20),
      ...(of === null ? {} : { organisation: organisations[of] ?? '' }),
      ...(group === null ? {} : { team: team(group) }),
    }),
  );
}

/** Each grid has its loudspeaker and fire post but one; of the pumps one is broken. */
function placeRows({ grids, today }: TeamParts): Values[] {
  const each = grids.flatMap((_grid, at) => [
    { ...tasks.places.siren, name: `${tasks.places.siren.name} ${at + 1}`, condition: 'sound' },
    {
      ...tasks.places.post,
      name: `${tasks.places.post.name} ${at + 1}`,
      condition: at === grids.length - 1 ? 'broken' : 'sound',
    },
  ]);
  // Two to a grid, so that the n-th record lies in the n-th grid when it goes round.
  const inTurn = [...each.filter((_one, at) => at % 2 === 0), ...each.filter((_one, at) => at % 2 === 1)];
  const shared = tasks.places.shared.map((one) => ({ ...one }));
  return [...inTurn, ...shared].map((one, at) => ({
    ...one,
    inspectedOn: daysFrom(today, -20 - at * 13),
    inspectBy: daysFrom(today, 160 - at * 13),
    keeper: tasks.teams[at % tasks.teams.length]?.leader ?? '',
    phone: phoneOf(at + 40),
  }));
}

function entryRows({ incident, today }: TeamParts, form: (at: number) => string): Values[] {
  return tasks.entries.map((one, at) => ({
    incident,
    form: form(1),
    name: one.name,
    address: one.address,
    people: 1 + (at % 4),
    given: one.given,
    onDay: today,
  }));
}
