// Forms: a unit brings its own, says which cells are which facts, and every change of it is a new version.
import { canFill, type FormLayout, readForm } from '../../engines/report/form-file.ts';
import type { FieldProblem } from '../../kernel/problem.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { claimFiles, isUploaded } from '../../platform/files/files.ts';
import { colToLetter } from '../../platform/sheets/workbook.ts';
import type { PresetBody, TemplateBody, VersionBody } from './contract.ts';
import { type Asking, keeperOf, type ReportsParts, type Staff, staffOf, type Who } from './parts.ts';
import { presetForm } from './preset-forms.ts';
import * as store from './store.ts';

export async function bytesOf(parts: ReportsParts, district: string, fileId: string): Promise<Uint8Array> {
  const file = await parts.files.read(fileId, district, 'full');
  if (!file) throw problem('reports.file', {}, [{ path: 'fileId', code: 'report-file' }]);
  return file.data;
}

async function uploadedForm(parts: ReportsParts, actor: Staff, fileId: string): Promise<FormLayout> {
  const own = await parts.db.read(scopeOf(actor), (tx) => isUploaded(tx, fileId, actor.accountId));
  if (!own) throw problem('reports.file', {}, [{ path: 'fileId', code: 'report-file' }]);
  return readForm(await bytesOf(parts, actor.district, fileId));
}

/** What an uploaded form offers, and which facts its own words seem to ask for. Nothing is kept. */
export async function readUpload(parts: ReportsParts, asking: Asking, fileId: string) {
  const layout = await uploadedForm(parts, staffOf(asking), fileId);
  return { ...layout, proposals: proposalsOf(parts, layout), facts: parts.facts.list(asking.locale) };
}

/** A tag that names a fact; a cell that names one, with an empty cell beside or below it. O(cells). */
function proposalsOf(parts: ReportsParts, layout: FormLayout): store.Bound[] {
  const tags = layout.tags.flatMap((ref) => {
    const fact = parts.facts.named(ref);
    return fact ? [{ ref, fact: fact.code }] : [];
  });
  const cells = layout.sheets.flatMap(({ name, rows }) =>
    rows.flatMap((row, at) =>
      row.flatMap((label, column) => {
        const fact = label === '' ? undefined : parts.facts.named(label);
        if (!fact) return [];
        const free = [
          [at, column + 1],
          [at + 1, column],
        ].find(([y = 0, x = 0]) => (rows[y]?.[x] ?? '') === '');
        if (!free) return [];
        const ref = `${name}!${colToLetter(free[1] as number)}${(free[0] as number) + 1}`;
        return canFill(layout, ref) ? [{ ref, fact: fact.code }] : [];
      }),
    ),
  );
  const seen = new Set<string>();
  return [...tags, ...cells].filter(({ ref }) => !seen.has(ref) && seen.add(ref));
}

function checkCells(parts: ReportsParts, layout: FormLayout, cells: readonly store.Bound[]): void {
  const fields: FieldProblem[] = [];
  const seen = new Set<string>();
  for (const [index, { ref, fact }] of cells.entries()) {
    if (!parts.facts.find(fact)) fields.push({ path: `cells/${index}/fact`, code: 'admission-fact-unknown' });
    if (!canFill(layout, ref)) fields.push({ path: `cells/${index}/ref`, code: 'report-ref' });
    if (seen.has(ref)) fields.push({ path: `cells/${index}/ref`, code: 'report-ref-twice' });
    seen.add(ref);
  }
  if (fields.length > 0) throw problem('reports.cells', {}, fields.slice(0, 20));
}

function mustKeep(actor: Staff, unitId: string): void {
  if (!keeperOf(actor, unitId))
    throw problem('reports.not-your-unit', {}, [{ path: 'unitId', code: 'unknown-unit' }]);
}

export async function createTemplate(parts: ReportsParts, who: Who, body: TemplateBody) {
  const actor = staffOf(who);
  mustKeep(actor, body.unitId);
  const scope = scopeOf(actor);
  const known = await parts.db.read(scope, (tx) => store.findTemplate(tx, body.commandId, 1));
  if (known) {
    if (known.madeBy !== actor.accountId || known.title !== body.title)
      throw problem('reports.command-taken', {});
    return viewTemplate(parts, who, known.id);
  }
  const layout = await uploadedForm(parts, actor, body.fileId);
  checkCells(parts, layout, body.cells);
  await parts.db.tx(scope, async (tx) => {
    const [fileId = ''] = await claimFiles(tx, [body.fileId], parts.now());
    const written = await store.insertTemplate(tx, {
      id: body.commandId,
      version: 1,
      title: body.title,
      format: layout.format,
      unitId: body.unitId,
      forUnitId: body.forUnitId ?? null,
      fileId,
      cells: body.cells,
      madeBy: actor.accountId,
      madeAt: parts.now(),
    });
    if (!written) throw problem('reports.command-taken', {});
    await audit(tx, who, { action: 'reports.form', object: { type: 'report-form', id: body.commandId } });
  });
  return viewTemplate(parts, who, body.commandId);
}

/** The next version: other cells, or a new file. What was generated from earlier ones stays with them. */
export async function changeTemplate(parts: ReportsParts, who: Who, id: string, body: VersionBody) {
  const actor = staffOf(who);
  const scope = scopeOf(actor);
  const before = await parts.db.read(scope, (tx) => store.findTemplate(tx, id));
  if (!before) throw problem('reports.not-found', {});
  mustKeep(actor, before.unitId);
  if (before.version !== body.baseVersion) throw problem('reports.changed', {});
  const layout =
    body.fileId === undefined
      ? await readForm(await bytesOf(parts, actor.district, before.fileId))
      : await uploadedForm(parts, actor, body.fileId);
  checkCells(parts, layout, body.cells);
  await parts.db.tx(scope, async (tx) => {
    const [fileId = before.fileId] =
      body.fileId === undefined ? [before.fileId] : await claimFiles(tx, [body.fileId], parts.now());
    const written = await store.insertTemplate(tx, {
      ...before,
      version: before.version + 1,
      title: body.title,
      format: layout.format,
      fileId,
      cells: body.cells,
      madeBy: actor.accountId,
      madeAt: parts.now(),
    });
    if (!written) throw problem('reports.changed', {});
    await audit(tx, who, { action: 'reports.form-version', object: { type: 'report-form', id } });
  });
  return viewTemplate(parts, who, id);
}

/** 家书 and the inspection dossier: forms that the product brings, kept like any other. */
export async function takePreset(parts: ReportsParts, who: Who, body: PresetBody) {
  const actor = staffOf(who);
  mustKeep(actor, body.unitId);
  const { title, format, bytes, cells } = await presetForm(body.preset, parts.facts);
  await parts.db.tx(scopeOf(actor), async (tx) => {
    if (await store.findTemplate(tx, body.commandId)) return;
    const { id } = await parts.files.store(tx, {
      data: bytes,
      name: `form.${format}`,
      purpose: 'report-form',
    });
    const [fileId = id] = await claimFiles(tx, [id], parts.now());
    await store.insertTemplate(tx, {
      id: body.commandId,
      version: 1,
      title,
      format,
      unitId: body.unitId,
      forUnitId: null,
      fileId,
      cells,
      madeBy: actor.accountId,
      madeAt: parts.now(),
    });
    await audit(tx, who, { action: 'reports.form', object: { type: 'report-form', id: body.commandId } });
  });
  return viewTemplate(parts, who, body.commandId);
}

export async function viewTemplate(parts: ReportsParts, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const found = await parts.db.read(scopeOf(actor), (tx) => store.findTemplate(tx, id));
  if (!found) throw problem('reports.not-found', {});
  const layout = await readForm(await bytesOf(parts, actor.district, found.fileId));
  return { ...templateView(parts, asking, actor, found), layout, facts: parts.facts.list(asking.locale) };
}

function templateView(parts: ReportsParts, asking: Asking, actor: Staff, row: store.TemplateRow) {
  const { madeBy: _by, fileId: _file, ...rest } = row;
  return {
    ...rest,
    mayChange: keeperOf(actor, row.unitId) !== undefined,
    cells: row.cells.map((cell) => {
      const fact = parts.facts.find(cell.fact);
      return { ...cell, label: fact ? parts.facts.describe(fact, asking.locale).label : cell.fact };
    }),
  };
}

export async function listTemplates(parts: ReportsParts, tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  return {
    units: [...new Set(actor.posts.map((post) => post.unitId))].filter((unit) => keeperOf(actor, unit)),
    items: (await store.listTemplates(tx)).map((row) => templateView(parts, asking, actor, row)),
  };
}
