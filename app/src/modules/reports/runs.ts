// Generating: every bound cell is asked as a fact, for an area and a period. What is none says why; each number opens its records as of
// the instant at which it was counted. Signing keeps the file itself and its hash.
import { createHash } from 'node:crypto';
import { askFact, type FactQuery, looksAfter } from '../../engines/report/facts.ts';
import { fillForm } from '../../engines/report/form-file.ts';
import { findNode } from '../../engines/tree/tree.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate, endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { claimFiles } from '../../platform/files/files.ts';
import type { RunBody } from './contract.ts';
import { type Asking, keeperOf, type ReportsParts, type Staff, staffOf, type Who } from './parts.ts';
import * as store from './store.ts';
import { bytesOf } from './templates.ts';

const MOST_DAYS = 800;
const DAY_MS = 86_400_000;
const MOST_LISTED = 300;

/** Whoever looks after the area, or asks for it by duty: numbers that could point at somebody are withheld from the latter. */
function mayGenerate(actor: Staff, areaPath: string): boolean {
  return (
    looksAfter(actor, areaPath) ||
    ['apply-admission', 'admit', 'audit'].some((duty) => holdsDutyOver(actor, duty, areaPath))
  );
}

const seesRun = (actor: Staff, run: store.RunRow) =>
  mayGenerate(actor, run.areaPath) || actor.posts.some((post) => post.unitId === run.unitId);

export async function generate(parts: ReportsParts, tx: Tx, who: Who, body: RunBody) {
  const actor = staffOf(who);
  const known = await store.findRun(tx, body.commandId);
  if (known) {
    if (known.madeBy !== actor.accountId || known.templateId !== body.templateId)
      throw problem('reports.command-taken', {});
    return runView(parts, who, known);
  }
  const template = await store.findTemplate(tx, body.templateId);
  if (!template) throw problem('reports.not-found', {}, [{ path: 'templateId', code: 'report-form' }]);
  const area = await findNode(tx, body.areaId);
  if (area?.tree !== 'area') throw problem('input.invalid', {}, [{ path: 'areaId', code: 'unknown-area' }]);
  if (!mayGenerate(actor, area.path)) throw problem('reports.not-your-area', { area: area.name });
  const now = parts.now();
  const today = civilDate(now);
  const days = (startOfCivilDate(body.to) - startOfCivilDate(body.from)) / DAY_MS + 1;
  if (body.to > today || days < 1 || days > MOST_DAYS)
    throw problem('reports.period', { today, days: MOST_DAYS }, [
      { path: body.to > today ? 'to' : 'from', code: 'admission-day' },
    ]);
  const query: FactQuery = {
    area,
    from: body.from,
    to: body.to,
    until: Math.min(endOfCivilDay(startOfCivilDate(body.to)), now + 1),
  };
  const cells: store.RunCell[] = [];
  for (const cell of template.cells) {
    const fact = parts.facts.find(cell.fact);
    const answer = fact
      ? await askFact(tx, actor, fact, query)
      : ({ state: 'unknown', why: 'gone' } as const);
    cells.push({
      ...cell,
      value: answer.state === 'known' ? answer.value : null,
      why: answer.state === 'known' ? null : answer.why,
    });
  }
  const unit = actor.posts.find((post) => post.unitId === template.unitId) ?? actor.posts[0];
  if (!unit) throw problem('auth.forbidden');
  const written = await store.insertRun(tx, {
    id: body.commandId,
    templateId: template.id,
    templateVersion: template.version,
    unitId: unit.unitId,
    forUnitId: template.forUnitId,
    areaId: area.id,
    from: body.from,
    to: body.to,
    knownUntil: query.until,
    madeBy: actor.accountId,
    madeAt: now,
    cells,
  });
  if (!written) throw problem('reports.command-taken', {});
  await audit(tx, who, { action: 'reports.generate', object: { type: 'report', id: body.commandId } });
  const run = await store.findRun(tx, body.commandId);
  if (!run) throw problem('reports.not-found', {});
  return runView(parts, who, run);
}

function runView(parts: ReportsParts, asking: Asking, run: store.RunRow) {
  const actor = staffOf(asking);
  const { madeBy: _by, areaKey: _key, areaPath: _path, fileId: _file, ...rest } = run;
  const cells = run.cells.map((cell) => {
    const fact = parts.facts.find(cell.fact);
    const words = fact && parts.facts.describe(fact, asking.locale);
    return { ...cell, label: words?.label ?? cell.fact, definition: words?.definition ?? '' };
  });
  return {
    ...rest,
    cells,
    unfilled: cells.filter((cell) => cell.value === null),
    maySign: run.signedAt === null && keeperOf(actor, run.unitId) !== undefined,
  };
}

async function runInSight(tx: Tx, actor: Staff, id: string): Promise<store.RunRow> {
  const run = await store.findRun(tx, id);
  if (!run || !seesRun(actor, run)) throw problem('reports.not-found', {});
  return run;
}

export async function listRuns(parts: ReportsParts, tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  const runs = await store.listRuns(tx, MOST_LISTED);
  return { items: runs.filter((run) => seesRun(actor, run)).map((run) => runView(parts, asking, run)) };
}

export async function viewRun(parts: ReportsParts, tx: Tx, asking: Asking, id: string) {
  return runView(parts, asking, await runInSight(tx, staffOf(asking), id));
}

/** The records behind a cell, as they counted then and as far as the reader may see them now. */
export async function recordsOf(
  parts: ReportsParts,
  tx: Tx,
  asking: Asking,
  id: string,
  query: { ref: string; limit?: number | undefined; offset?: number | undefined },
) {
  const run = await runInSight(tx, staffOf(asking), id);
  const cell = run.cells.find((one) => one.ref === query.ref);
  const fact = cell && parts.facts.find(cell.fact);
  if (!cell || !fact) throw problem('reports.not-found', {}, [{ path: 'query/ref', code: 'report-ref' }]);
  const page = { limit: query.limit ?? 50, offset: query.offset ?? 0 };
  const area = { id: run.areaId, key: run.areaKey, path: run.areaPath, name: run.areaName };
  const found = await fact.records(tx, { area, from: run.from, to: run.to, until: run.knownUntil }, page);
  return {
    ref: cell.ref,
    ...parts.facts.describe(fact, asking.locale),
    value: cell.value,
    visible: found.total,
    hidden: cell.value === null ? 0 : Math.max(0, cell.value - found.total),
    items: found.items,
    next: page.offset + found.items.length < found.total ? page.offset + found.items.length : null,
  };
}

export type ReportFile = { data: Uint8Array; mime: string; name: string };
const MIMES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

/** The unit's own form with the numbers in it; once signed, the very bytes that were signed. */
export async function reportFile(parts: ReportsParts, asking: Asking, id: string): Promise<ReportFile> {
  const actor = staffOf(asking);
  const run = await parts.db.read(scopeOf(actor), (tx) => runInSight(tx, actor, id));
  const data =
    run.fileId === null ? await fill(parts, actor, run) : await bytesOf(parts, actor.district, run.fileId);
  return {
    data,
    mime: MIMES[run.format],
    name: `${run.title} ${run.areaName} ${run.from}—${run.to}.${run.format}`,
  };
}

async function fill(parts: ReportsParts, actor: Staff, run: store.RunRow): Promise<Uint8Array> {
  const template = await parts.db.read(scopeOf(actor), (tx) =>
    store.findTemplate(tx, run.templateId, run.templateVersion),
  );
  if (!template) throw problem('reports.not-found', {});
  const values = run.cells.flatMap(({ ref, value }) => (value === null ? [] : [[ref, value] as const]));
  return fillForm(await bytesOf(parts, actor.district, template.fileId), new Map(values));
}

export async function sign(parts: ReportsParts, who: Who, id: string) {
  const actor = staffOf(who);
  const scope = scopeOf(actor);
  const run = await parts.db.read(scope, (tx) => runInSight(tx, actor, id));
  const post = keeperOf(actor, run.unitId);
  if (!post) throw problem('reports.not-your-unit', {});
  if (run.signedAt !== null) throw problem('reports.signed', {});
  const bytes = await fill(parts, actor, run);
  return parts.db.tx(scope, async (tx) => {
    const { id: stored } = await parts.files.store(tx, {
      data: bytes,
      name: `report.${run.format}`,
      purpose: 'report',
    });
    const [fileId = stored] = await claimFiles(tx, [stored], parts.now());
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const signature = { at: parts.now(), by: actor.accountId, title: post.title, fileId, sha256 };
    if (!(await store.signRun(tx, id, signature))) throw problem('reports.signed', {});
    await audit(tx, who, { action: 'reports.sign', object: { type: 'report', id } });
    return viewRun(parts, tx, who, id);
  });
}
