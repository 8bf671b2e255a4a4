// Teams, members, certificates and agreements as the registers hold them: masked as in any list, as far as the reader sees.
import {
  allRecords,
  listOf,
  numberOf,
  type PlacedRecord,
  textOf,
} from '../../engines/register/all-records.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Asking, TeamsParts } from './parts.ts';
import { certificateEnd, certificateStanding, type Standing, standingOf } from './standing.ts';

export type Team = PlacedRecord;

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
    (await allRecords(tx, parts.registers, asking, 'certificate-kinds')).map((one) => [one.id, one]),
  );
  return (await allRecords(tx, parts.registers, asking, 'certificates')).map((one) => {
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
  return (await allRecords(tx, parts.registers, asking, 'team-members')).map((one) => ({
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
  const found = await allRecords(tx, parts.registers, asking, 'emergency-agreements', query);
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
