// Checklists in the hands of those who keep the catalogue: a draft from the newest version, its effect, and publication from a day on.
import { type ChecklistContent, contentFaults } from '../../engines/checklist/checklist.ts';
import * as kept from '../../engines/checklist/store.ts';
import { compareContents, inForce, stateOf } from '../../engines/checklist/versions.ts';
import { civilDate } from '../../kernel/clock.ts';
import { type FieldProblem, problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import type { Catalogue } from '../catalogue/public.ts';
import type { NewChecklist, SaveDraft } from './contract.ts';
import { hazardCategory, type PatrolParts, staffOf, type Who } from './parts.ts';
import { countWaiting } from './standing.ts';
import { listPlans } from './store.ts';
import './problems.ts';

type Version = kept.ChecklistVersion;

export async function listChecklists(parts: PatrolParts, tx: Tx) {
  const today = civilDate(parts.now());
  const byCode = Map.groupBy(await kept.listVersions(tx), (one) => one.code);
  return {
    today,
    items: [...byCode.values()].map((versions) => {
      const newest = (inForce(versions, today) ?? versions.at(-1)) as Version;
      return {
        code: newest.code,
        title: newest.title,
        basis: newest.basis,
        versions: heads(versions, today),
      };
    }),
  };
}

const heads = (versions: readonly Version[], today: string) =>
  versions.map((one) => ({
    version: one.version,
    state: stateOf(one, versions, today),
    effectiveFrom: one.effectiveFrom,
    publishedAt: one.publishedAt,
    revision: one.revision,
    items: one.items.length,
  }));

async function versionsOf(tx: Tx, code: string): Promise<Version[]> {
  const versions = await kept.listVersions(tx, [code]);
  if (versions.length === 0) throw problem('patrol.checklist-unknown', { code });
  return versions;
}

const draftOf = (versions: readonly Version[]) => versions.find((one) => one.effectiveFrom === null);

async function openDraftOf(tx: Tx, code: string): Promise<{ draft: Version; versions: Version[] }> {
  const versions = await versionsOf(tx, code);
  const draft = draftOf(versions);
  if (!draft) throw problem('patrol.no-draft', { code });
  return { draft, versions };
}

/** A checklist with every version and what stands in each. */
export async function viewChecklist(parts: PatrolParts, tx: Tx, code: string) {
  const today = civilDate(parts.now());
  const versions = await versionsOf(tx, code);
  return {
    code,
    today,
    versions: versions.map((one) => ({ ...one, state: stateOf(one, versions, today) })),
  };
}

/** A checklist that did not exist: its first draft. */
export async function createChecklist(parts: PatrolParts, tx: Tx, who: Who, body: NewChecklist) {
  const { code, ...content } = body;
  if ((await kept.listVersions(tx, [code])).length > 0)
    throw problem('patrol.checklist-code-taken', { code }, [{ path: 'code', code: 'code-taken' }]);
  await kept.insertDraft(tx, code, 1, content, staffOf(who).accountId, parts.now());
  await note(tx, who, 'create', code);
  return viewChecklist(parts, tx, code);
}

/** Opens the next version as a draft with the content of the newest one. */
export async function openDraft(parts: PatrolParts, tx: Tx, who: Who, code: string) {
  const versions = await versionsOf(tx, code);
  if (draftOf(versions)) throw problem('patrol.draft-open', { code });
  const newest = versions.at(-1) as Version;
  const { title, basis, items } = newest;
  const by = staffOf(who).accountId;
  if (!(await kept.insertDraft(tx, code, newest.version + 1, { title, basis, items }, by, parts.now())))
    throw problem('patrol.draft-open', { code });
  await note(tx, who, 'open-draft', code);
  return viewChecklist(parts, tx, code);
}

export async function saveDraft(parts: PatrolParts, tx: Tx, who: Who, code: string, body: SaveDraft) {
  const { baseRevision, ...content } = body;
  await openDraftOf(tx, code);
  if (!(await kept.saveDraft(tx, code, baseRevision, content)))
    throw problem('patrol.draft-changed', { code });
  await note(tx, who, 'save-draft', code);
  return viewChecklist(parts, tx, code);
}

export async function discardDraft(tx: Tx, who: Who, code: string, revision: number) {
  await openDraftOf(tx, code);
  if (!(await kept.deleteDraft(tx, code, revision))) throw problem('patrol.draft-changed', { code });
  await note(tx, who, 'discard-draft', code);
  return { code };
}

export async function compareVersions(tx: Tx, code: string, from: number, to: number) {
  const versions = await versionsOf(tx, code);
  const find = (version: number, path: string) => {
    const found = versions.find((one) => one.version === version);
    if (!found)
      throw problem('patrol.version-unknown', { code, version }, [{ path, code: 'checklist-version' }]);
    return found;
  };
  return { code, from, to, ...compareContents(find(from, 'from'), find(to, 'to')) };
}

/** Everything that stands against publication, by field. */
function faultsOf(content: ChecklistContent, catalogue: Catalogue): FieldProblem[] {
  const faults = contentFaults(content.items);
  for (const [index, { finding }] of content.items.entries()) {
    if (!finding) continue;
    const category = hazardCategory(catalogue, finding.category);
    const path = `items/${index}/finding/category`;
    if (!category) faults.push({ path, code: 'checklist-category', params: { category: finding.category } });
    else if (finding.urgent && !category.urgent)
      faults.push({ path, code: 'checklist-not-urgent', params: { category: finding.category } });
  }
  return faults;
}

/** What publication would change: against the version that is in force on the day, and for the work that is waiting. */
export async function effectOf(parts: PatrolParts, tx: Tx, who: Who, code: string, from: string | undefined) {
  const { draft, versions } = await openDraftOf(tx, code);
  const { catalogue, calendar } = await parts.facts(who.actor.district);
  const today = civilDate(parts.now());
  const day = from ?? today;
  const before = inForce(versions, day);
  const plans = (await listPlans(tx)).filter(
    (plan) => plan.checklist === code && (plan.endsOn === null || plan.endsOn >= day),
  );
  // Counted over the district: whoever keeps the checklists need not see the records.
  const system = scopeOf({ kind: 'system', district: who.actor.district, reason: 'checklist effect' });
  const affected = await parts.db.apart(system, async (whole) => {
    const counted = [];
    for (const plan of plans) {
      const { id, title, areaName } = plan;
      const count = await countWaiting(whole, plan, day < today ? today : day, calendar);
      counted.push({ id, title, areaName, ...count });
    }
    return counted;
  });
  const overtaken = versions.filter(
    (one) => one.effectiveFrom !== null && one.effectiveFrom > today && one.effectiveFrom >= day,
  );
  return {
    code,
    version: draft.version,
    revision: draft.revision,
    effectiveOn: day,
    replaces: before?.version ?? null,
    overtakes: overtaken.map(({ version, effectiveFrom }) => ({ version, effectiveFrom })),
    comparison: before ? compareContents(before, draft) : null,
    faults: faultsOf(draft, catalogue).map(({ path, code: fault, params }) => ({
      path,
      code: fault,
      message: parts.messages.text(who.locale, `field.${fault}`, { field: path, ...params }),
    })),
    plans: affected,
  };
}

export async function publish(
  parts: PatrolParts,
  tx: Tx,
  who: Who,
  code: string,
  body: { baseRevision: number; effectiveOn: string },
) {
  const { draft } = await openDraftOf(tx, code);
  const { catalogue } = await parts.facts(who.actor.district);
  const today = civilDate(parts.now());
  if (body.effectiveOn < today)
    throw problem('patrol.effective-in-past', { date: body.effectiveOn, today }, [
      { path: 'effectiveOn', code: 'checklist-day-past', params: { today } },
    ]);
  const faults = faultsOf(draft, catalogue);
  if (faults.length > 0) throw problem('patrol.contradictory', { count: faults.length }, faults.slice(0, 20));
  const by = staffOf(who).accountId;
  if (!(await kept.publishDraft(tx, code, body.baseRevision, body.effectiveOn, by, parts.now())))
    throw problem('patrol.draft-changed', { code });
  await note(tx, who, 'publish', code);
  return viewChecklist(parts, tx, code);
}

async function note(tx: Tx, who: Who, verb: string, code: string): Promise<void> {
  await audit(tx, who, { action: `patrol.checklist-${verb}`, object: { type: 'checklist', id: code } });
}
