// Responsibility lists at work: what they call out at a level, and which duties nobody holds, seen before they are needed.
import type { ActionLevel } from '../../kernel/emergency.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type CallOut, checkLevels, type LevelRole, whoIsCalled } from '../emergency/public.ts';
import { duties } from '../org/public.ts';
import { type DocumentContent, type DutiesContent, dutiesContent, type Task } from './documents.ts';
import { assisting } from './preset-plans.ts';
import { checkRisks } from './risk-rules.ts';
import * as store from './store.ts';
import './problems.ts';

/** The units that a list names, each once. */
export function unitsOf(content: DutiesContent): string[] {
  return [...new Set(content.tasks.flatMap((task) => task.units.map((one) => one.unitId)))];
}

/** A task as the roles of a call-out: one for each unit, the lead first. */
function rolesOf(task: Task, names: ReadonlyMap<string, string>): LevelRole[] {
  const inOrder = [...task.units].sort((a, b) => Number(a.part === 'assist') - Number(b.part === 'assist'));
  return inOrder.map(({ unitId, part }, index) => {
    const unit = names.get(unitId) ?? '';
    return {
      code: index === 0 ? `duty-${task.code}` : `duty-${task.code}-${index + 1}`,
      label: { 'zh-CN': `${task.task}（${unit}）`, en: `${task.task} (${unit})` },
      duty: task.duty,
      ...(task.areaLevel === undefined ? {} : { areaLevel: task.areaLevel }),
      unit: unitId,
      eachArea: false,
      lines: part === 'lead' ? task.lines : [assisting(task.task), ...task.lines],
    };
  });
}

async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((await store.listUnits(tx, ids)).map((one) => [one.id, one.name]));
}

/** What the nearest published list adds to a level over a place (its chain of area ids, root first). */
export async function dutyRoles(
  tx: Tx,
  chain: readonly string[],
  risk: string,
  level: ActionLevel,
): Promise<LevelRole[]> {
  const found = new Map((await store.listDutiesInForce(tx, chain)).map((one) => [one.areaId, one.content]));
  const nearest = chain.findLast((areaId) => found.has(areaId));
  if (nearest === undefined) return [];
  const content = dutiesContent.parse(found.get(nearest));
  const names = await namesOf(tx, unitsOf(content));
  return content.tasks
    .filter((task) => ['any', risk].includes(task.risk) && task.levels.includes(level))
    .flatMap((task) => rolesOf(task, names));
}

/** What would be uncovered if it were needed today: tasks of every phase, or each level of a plan. */
export async function gapsOf(
  tx: Tx,
  date: string,
  document: DocumentContent,
  place: { id: string; path: string },
): Promise<CallOut['uncovered']> {
  if (document.kind === 'duties') {
    const names = await namesOf(tx, unitsOf(document.content));
    const roles = document.content.tasks.flatMap((task) => rolesOf(task, names));
    return (await whoIsCalled(tx, date, { roles }, place)).uncovered;
  }
  if (document.kind !== 'plan-community') return [];
  const gaps = new Map<string, CallOut['uncovered'][number]>();
  for (const content of Object.values(document.content.levels))
    for (const one of (await whoIsCalled(tx, date, content, place)).uncovered)
      gaps.set(`${one.role} ${one.areaId}`, one);
  return [...gaps.values()];
}

/** What a list must hold to: known duties and units, one lead for each task, levels where it responds. */
export async function checkContent(tx: Tx, document: DocumentContent): Promise<void> {
  if (document.kind === 'plan-community') checkLevels(document.content.levels, 'content/levels');
  if (document.kind === 'risks') await checkRisks(tx, document.content);
  if (document.kind !== 'duties') return;
  const known = await namesOf(tx, unitsOf(document.content));
  const wrong: { path: string; code: string }[] = [];
  const codes = new Set<string>();
  for (const [index, task] of document.content.tasks.entries()) {
    const fault = (part: string, code: string) =>
      wrong.push({ path: `content/tasks/${index}/${part}`, code });
    if (codes.has(task.code)) fault('code', 'prep-task-twice');
    codes.add(task.code);
    if (!duties.some((one) => one.code === task.duty)) fault('duty', 'emergency-duty');
    const units = task.units.map((one) => one.unitId);
    if (units.some((id) => !known.has(id)) || new Set(units).size < units.length)
      fault('units', 'prep-units');
    if (task.units.filter((one) => one.part === 'lead').length !== 1) fault('units', 'prep-one-lead');
    if ((task.phase === 'respond') !== task.levels.length > 0) fault('levels', 'prep-levels');
  }
  if (wrong.length > 0) throw problem('preparedness.content', { n: wrong.length }, wrong);
}
