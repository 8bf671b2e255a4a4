// Checklists as they are kept.
import type { Tx } from '../../platform/db/db.ts';
import type { ChecklistContent, ChecklistItem, Words } from './checklist.ts';

export type ChecklistVersion = ChecklistContent & {
  code: string;
  version: number;
  revision: number;
  /** The civil day from which it is in force; null for the draft. */
  effectiveFrom: string | null;
  publishedAt: number | null;
};

const VERSION = `select v.code, v.version, v.revision, v.title, v.basis_kind as "basisKind", v.basis as "basisText", v.items,
  v.effective_from::text as "effectiveFrom", v.published_at as "publishedAt" from checklist_versions v where v.district_code = $1`;

type VersionRow = {
  code: string;
  version: number;
  revision: number;
  title: Words;
  basisKind: 'legal' | 'local';
  basisText: string;
  items: ChecklistItem[];
  effectiveFrom: string | null;
  publishedAt: number | null;
};

const toVersion = ({ basisKind, basisText, ...row }: VersionRow): ChecklistVersion => ({
  ...row,
  basis: { kind: basisKind, text: basisText },
});

/** Every version of some checklists (all of them when not said), oldest first. */
export async function listVersions(tx: Tx, codes?: readonly string[]): Promise<ChecklistVersion[]> {
  const rows = await tx.rows<VersionRow>(
    `${VERSION} and ($2::text[] is null or v.code = any ($2)) order by v.code, v.version limit 5000`,
    [tx.scope.district, codes ?? null],
  );
  return rows.map(toVersion);
}

export async function findVersion(
  tx: Tx,
  code: string,
  version: number,
): Promise<ChecklistVersion | undefined> {
  const [row] = await tx.rows<VersionRow>(`${VERSION} and v.code = $2 and v.version = $3`, [
    tx.scope.district,
    code,
    version,
  ]);
  return row && toVersion(row);
}

/** Opens a draft; false when one is open already. */
export async function insertDraft(
  tx: Tx,
  code: string,
  version: number,
  content: ChecklistContent,
  by: string | null,
  at: number,
): Promise<boolean> {
  const written = await tx.count(
    `insert into checklist_versions (district_code, code, version, title, basis_kind, basis, items, revision, drafted_by, drafted_at)
     values ($1, $2, $3, $4::jsonb, $5, $6, $7::jsonb, 1, $8, $9) on conflict do nothing`,
    [tx.scope.district, code, version, ...contentValues(content), by, new Date(at).toISOString()],
  );
  return written === 1;
}

const contentValues = (content: ChecklistContent) => [
  JSON.stringify(content.title),
  content.basis.kind,
  content.basis.text,
  JSON.stringify(content.items),
];

/** Writes the draft over the revision that its editor saw; false when another edit came first. */
export async function saveDraft(
  tx: Tx,
  code: string,
  revision: number,
  content: ChecklistContent,
): Promise<boolean> {
  const written = await tx.count(
    `update checklist_versions set title = $4::jsonb, basis_kind = $5, basis = $6, items = $7::jsonb, revision = revision + 1
     where district_code = $1 and code = $2 and revision = $3 and published_at is null`,
    [tx.scope.district, code, revision, ...contentValues(content)],
  );
  return written === 1;
}

export async function deleteDraft(tx: Tx, code: string, revision: number): Promise<boolean> {
  const gone = await tx.count(
    'delete from checklist_versions where district_code = $1 and code = $2 and revision = $3 and published_at is null',
    [tx.scope.district, code, revision],
  );
  return gone === 1;
}

/** Publishes the draft from a day on; false when another edit came first. */
export async function publishDraft(
  tx: Tx,
  code: string,
  revision: number,
  day: string,
  by: string | null,
  at: number,
): Promise<boolean> {
  const written = await tx.count(
    `update checklist_versions set effective_from = $4, published_by = $5, published_at = $6
     where district_code = $1 and code = $2 and revision = $3 and published_at is null`,
    [tx.scope.district, code, revision, day, by, new Date(at).toISOString()],
  );
  return written === 1;
}
