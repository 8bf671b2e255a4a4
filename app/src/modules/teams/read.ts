// Teams, members, certificates and agreements as the registers hold them: masked as in any list, as far as the reader sees.
import { pathsFor, registerOf } from '../../engines/register/parts.ts';
import { type RecordJson, recordsJson } from '../../engines/register/records.ts';
import { type Condition, listRecords } from '../../engines/register/store-list.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Asking, TeamsParts } from './parts.ts';
import { certificateEnd, certificateStanding, type Standing, standingOf } from './standing.ts';

const MOST = 2000;

export type Team = RecordJson;

/** Open records of a register, those of a place and below where one is named. */
export async function recordsOf(
  tx: Tx,
  parts: TeamsParts,
  asking: Asking,
  code: string,
  query: { areaPath?: string | null; conditions?: readonly Condition[] } = {},
): Promise<RecordJson[]> {
  const register = registerOf(parts.registers, code);
  const rows = await listRecords(
    tx,
    register,
    {
      paths: pathsFor(asking.actor, register, 'read'),
      areaPath: query.areaPath ?? null,
      words: [],
      conditions: query.conditions ?? [],
      state: 'current',
      asOf: null,
    },
    { by: 'title', after: null, limit: MOST },
  );
  return recordsJson(tx, parts.registers, asking, register, rows);
}

export const textOf = (record: RecordJson, field: string): string | null => {
  const value = record.values[field];
  return typeof value === 'string' && value !== '' ? value : null;
};
export const numberOf = (record: RecordJson, field: string): number | null => {
  const value = record.values[field];
  return typeof value === 'number' ? value : null;
};
export const listOf = (record: RecordJson, field: string): readonly string[] => {
  const value = record.values[field];
  return Array.isArray(value) ? value : [];
};

export type Certificate = {
  id: string;
  holder: string;
  /** The holder's name, masked. */
  name: string;
  kind: string;
  kindId: string;
  skills: readonly string[];
  until: string | null;
  standing: Standing;
};

export async function certificatesOf(
  tx: Tx,
  parts: TeamsParts,
  asking: Asking,
  today: string,
): Promise<Certificate[]> {
  const kinds = new Map(
    (await recordsOf(tx, parts, asking, 'certificate-kinds')).map((one) => [one.id, one]),
  );
  return (await recordsOf(tx, parts, asking, 'certificates')).map((one) => {
    const kind = kinds.get(textOf(one, 'kind') ?? '');
    const dates = {
      issuedOn: textOf(one, 'issuedOn'),
      validUntil: textOf(one, 'validUntil'),
      months: kind ? numberOf(kind, 'months') : null,
    };
    return {
      id: one.id,
      holder: textOf(one, 'holder') ?? '',
      name: one.shown['holder'] ?? '',
      kind: one.shown['kind'] ?? '',
      kindId: kind?.id ?? '',
      skills: kind ? listOf(kind, 'skills') : [],
      until: certificateEnd(dates),
      standing: certificateStanding(dates, today),
    };
  });
}

export type Member = {
  id: string;
  volunteer: string;
  team: string;
  name: string;
  does: string;
  certificates: Certificate[];
};

export async function membersOf(tx: Tx, parts: TeamsParts, asking: Asking, today: string): Promise<Member[]> {
  const certificates = await certificatesOf(tx, parts, asking, today);
  return (await recordsOf(tx, parts, asking, 'team-members')).map((one) => ({
    id: one.id,
    volunteer: textOf(one, 'volunteer') ?? '',
    team: textOf(one, 'team') ?? '',
    name: one.shown['volunteer'] ?? '',
    does: one.shown['does'] ?? '',
    certificates: certificates.filter((certificate) => certificate.holder === one.values['volunteer']),
  }));
}

/** Somebody whose every certificate for a work is over is not asked for it; who never had one may help. */
export function lapsedFor(member: Member, skill: string): Certificate[] {
  const proving = member.certificates.filter((one) => one.skills.includes(skill));
  return proving.length > 0 && proving.every((one) => one.standing === 'over') ? proving : [];
}

export type Agreement = {
  id: string;
  name: string;
  team: string | null;
  organisation: string | null;
  work: string;
  headcount: number | null;
  withinMinutes: number | null;
  until: string | null;
  standing: Standing;
  reviewOn: string | null;
  review: Standing;
  desk: string | null;
  area: string;
};

export async function agreementsOf(
  tx: Tx,
  parts: TeamsParts,
  asking: Asking,
  query: { areaPath: string | null; today: string },
): Promise<Agreement[]> {
  const found = await recordsOf(tx, parts, asking, 'emergency-agreements', query);
  return found.map((one) => ({
    id: one.id,
    name: one.title,
    team: textOf(one, 'team'),
    organisation: one.shown['organisation'] ?? null,
    work: one.shown['agreedTo'] ?? '',
    headcount: numberOf(one, 'headcount'),
    withinMinutes: numberOf(one, 'withinMinutes'),
    until: textOf(one, 'validUntil'),
    standing: standingOf(textOf(one, 'validUntil'), query.today),
    reviewOn: textOf(one, 'reviewOn'),
    review: standingOf(textOf(one, 'reviewOn'), query.today),
    desk: textOf(one, 'desk'),
    area: one.area.name,
  }));
}
