// 情况报告: 初报, 续报, 终报. Generated from facts as of a moment, with the words of whoever writes it; a commander signs, and it stays as it is.
import { createHash } from 'node:crypto';
import { fillForm } from '../../engines/report/form-file.ts';
import { smallDocument } from '../../engines/report/small-document.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate, clockTime } from '../../kernel/clock.ts';
import type { ActionLevel } from '../../kernel/emergency.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { claimFiles } from '../../platform/files/files.ts';
import { emergencyOf, listCasesByIds, rowsOf } from '../cases/public.ts';
import { findEmergency } from '../emergency/public.ts';
import type { ReportBody, ReportKind } from './contract.ts';
import { type Figure, type FigureCode, figuresOf } from './figures.ts';
import type { Asking, CommandPostParts, Staff, Who } from './parts.ts';
import * as store from './reports-store.ts';
import { listChildren, listShelterEvents, listSteps } from './store.ts';
import './problems.ts';

type Emergency = NonNullable<Awaited<ReturnType<typeof findEmergency>>>;

const MINUTE_MS = 60_000;
const MOST_STEPS = 60_000;
const MOST_RECORDS = 500;
const MOST_AHEAD_MS = 72 * 60 * MINUTE_MS;
const WRITING = ['command', 'dispatch', 'intake'] as const;
/** Minutes to the first report, and between two of them by level: what the product begins with; the local plan goes before. */
const FIRST_MINUTES = 30;
const EVERY_MINUTES: Readonly<Record<ActionLevel, number>> = { own: 240, IV: 240, III: 120, II: 120, I: 60 };

function staffOf({ actor }: Asking): Staff {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor;
}

async function getEmergency(tx: Tx, id: string): Promise<Emergency> {
  const found = await findEmergency(tx, id);
  if (!found) throw problem('emergency.not-found', {});
  return found;
}

const over = (actor: Staff, duties: readonly string[], path: string) =>
  actor.posts.find(
    (post) => duties.some((duty) => post.duties.includes(duty)) && path.startsWith(post.areaPath),
  );

/** What must be written next, and by when. A signed final report ends it. */
function dueOf(
  emergency: Emergency,
  signed: readonly store.ReportRow[],
): { kind: ReportKind; at: number } | null {
  const last = signed[0];
  if (last?.kind === 'final') return null;
  const kind = !last
    ? 'first'
    : emergency.state === 'emergency-recovering' || emergency.closedAt
      ? 'final'
      : 'follow';
  const at = last ? (last.nextDue ?? last.asOf) : emergency.filedAt + FIRST_MINUTES * MINUTE_MS;
  return { kind, at };
}

export async function listSituation(parts: CommandPostParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const emergency = await getEmergency(tx, id);
  const all = await store.listReports(tx, id);
  const signed = all.filter((one) => one.signedAt !== null);
  const { level } = emergencyOf(emergency);
  return {
    // A draft is its writer's until it is signed.
    items: all
      .filter((one) => one.signedAt !== null || one.madeBy === actor.accountId || signs(actor, emergency))
      .map((one) => briefOf(parts, asking, one)),
    due: dueOf(emergency, signed),
    everyMinutes: EVERY_MINUTES[level],
    mayWrite: over(actor, WRITING, emergency.areaPath) !== undefined,
    at: parts.now(),
  };
}

const signs = (actor: Staff, emergency: Emergency) => holdsDutyOver(actor, 'command', emergency.areaPath);

function briefOf(parts: CommandPostParts, { locale }: Asking, one: store.ReportRow) {
  return {
    id: one.id,
    kind: { code: one.kind, label: parts.messages.text(locale, `command-post.report.${one.kind}`) },
    seq: one.seq,
    asOf: one.asOf,
    nextDue: one.nextDue,
    madeTitle: one.madeTitle,
    signedAt: one.signedAt,
    signedTitle: one.signedTitle,
  };
}

/** Counted from what was received by then: later or again, it is the same. */
async function count(parts: CommandPostParts, tx: Tx, emergency: Emergency, asOf: number): Promise<Figure[]> {
  const chain = await parts.areaChain(tx.scope.district, emergency.areaId);
  const around = chain.find((one) => one.level === 'street')?.path ?? emergency.areaPath;
  return figuresOf(
    await listChildren(tx, emergency.id),
    await listSteps(tx, emergency.id, MOST_STEPS, asOf),
    await listShelterEvents(tx, { within: around, from: emergency.filedAt, to: asOf, knownUntil: asOf }),
  );
}

export async function writeSituation(
  parts: CommandPostParts,
  tx: Tx,
  asking: Asking,
  emergencyId: string,
  body: ReportBody,
) {
  const actor = staffOf(asking);
  const emergency = await getEmergency(tx, emergencyId);
  const post = over(actor, WRITING, emergency.areaPath);
  if (!post) throw problem('incident.report-not-yours', {});
  const asOf = parts.now();
  const signed = (await store.listReports(tx, emergencyId)).filter((one) => one.signedAt !== null);
  const due = dueOf(emergency, signed);
  if (due === null) throw problem('incident.report-final-signed', {});
  const kind = body.kind ?? due.kind;
  if ((kind === 'first') !== (signed.length === 0))
    throw problem('incident.report-kind', {}, [{ path: 'kind', code: 'report-kind' }]);
  if (kind === 'final' && emergency.state !== 'emergency-recovering' && emergency.closedAt === null)
    throw problem('incident.report-final-early', {}, [{ path: 'kind', code: 'report-kind' }]);
  if (body.nextDue !== undefined && (body.nextDue <= asOf || body.nextDue > asOf + MOST_AHEAD_MS))
    throw problem('incident.report-next', {}, [{ path: 'nextDue', code: 'report-next' }]);
  const every = EVERY_MINUTES[emergencyOf(emergency).level] * MINUTE_MS;
  const written = await store.insertReport(tx, {
    id: body.id,
    emergencyId,
    areaId: emergency.areaId,
    kind,
    asOf,
    figures: (await count(parts, tx, emergency, asOf)).map(({ code, value }) => ({ code, value })),
    losses: body.losses,
    words: body.words,
    nextDue: kind === 'final' ? null : (body.nextDue ?? asOf + every),
    madeBy: actor.accountId,
    madeTitle: post.title,
  });
  const known = await store.findReport(tx, body.id);
  if (!known || (!written && (known.madeBy !== actor.accountId || known.emergencyId !== emergencyId)))
    throw problem('incident.report-id', {}, [{ path: 'id', code: 'reused' }]);
  return viewSituation(parts, tx, asking, body.id);
}

async function reportInSight(tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const report = await store.findReport(tx, id);
  const emergency = report && (await findEmergency(tx, report.emergencyId));
  if (!report || !emergency) throw problem('incident.report-unknown', {});
  if (report.signedAt === null && report.madeBy !== actor.accountId && !signs(actor, emergency))
    throw problem('incident.report-unknown', {});
  return { actor, report, emergency };
}

export async function viewSituation(parts: CommandPostParts, tx: Tx, asking: Asking, id: string) {
  const { actor, report, emergency } = await reportInSight(tx, asking, id);
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const facts = emergencyOf(emergency);
  const acts = facts.acts.filter((one) => one.at <= report.asOf);
  const level = acts.at(-1)?.level ?? facts.level;
  const area = (await parts.areaChain(actor.district, emergency.areaId)).at(-1);
  return {
    ...briefOf(parts, asking, report),
    emergency: { id: emergency.id, number: emergency.number, headline: emergency.headline },
    areaName: area?.name ?? '',
    risk: text(`emergency.risk.${facts.risk}`),
    level: text(`emergency.level.${level}`),
    order: facts.orders.filter((one) => one.at <= report.asOf).at(-1) ?? null,
    startedAt: emergency.filedAt,
    acts: acts.map((one) => ({
      label: text(`emergency.act.${one.what}`),
      at: one.at,
      by: one.by,
      // What was confirmed later was not known then.
      confirmed: one.confirmed && one.confirmed.at <= report.asOf ? one.confirmed : null,
    })),
    figures: report.figures.map((one) => ({ ...one, label: text(`command-post.figure.${one.code}`) })),
    losses: report.losses.map((one) => ({ ...one, label: text(`command-post.loss.${one.what}`) })),
    words: report.words,
    sha256: report.sha256,
    maySign: report.signedAt === null && signs(actor, emergency),
  };
}

/** The cases behind a figure, as they counted then, as far as the reader sees them now. */
export async function situationRecords(
  parts: CommandPostParts,
  tx: Tx,
  asking: Asking,
  id: string,
  code: FigureCode,
) {
  const { report, emergency } = await reportInSight(tx, asking, id);
  const ids = (await count(parts, tx, emergency, report.asOf)).find((one) => one.code === code)?.ids ?? [];
  const states = await listCasesByIds(tx, ids.slice(0, MOST_RECORDS));
  return {
    code,
    value: report.figures.find((one) => one.code === code)?.value ?? 0,
    items: await rowsOf(parts.cases, asking, states),
    more: ids.length > MOST_RECORDS,
  };
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export async function signSituation(parts: CommandPostParts, who: Who, id: string) {
  const actor = staffOf(who);
  const scope = scopeOf(actor);
  const view = await parts.db.read(scope, (tx) => viewSituation(parts, tx, { ...who, locale: 'zh-CN' }, id));
  if (view.signedAt !== null) throw problem('incident.report-signed', {});
  const { emergency } = await parts.db.read(scope, (tx) => reportInSight(tx, who, id));
  const post = over(actor, ['command'], emergency.areaPath);
  if (!post) throw problem('incident.report-not-yours', {});
  const at = parts.now();
  const signed = await parts.db.read(scope, (tx) => store.listReports(tx, emergency.id));
  const seq = Math.max(0, ...signed.map((one) => one.seq ?? 0)) + 1;
  const bytes = await documentOf(parts, { ...view, seq, signedTitle: post.title, signedAt: at });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return parts.db.tx(scope, async (tx) => {
    const { id: stored } = await parts.files.store(tx, {
      data: bytes,
      name: 'report.docx',
      purpose: 'report',
    });
    const [fileId = stored] = await claimFiles(tx, [stored], at);
    const written = await store.signReport(tx, id, {
      at,
      account: actor.accountId,
      title: post.title,
      seq,
      fileId,
      sha256,
    });
    if (!written) throw problem('incident.report-signed', {});
    await audit(tx, who, { action: 'emergency.report-signed', object: { type: 'situation-report', id } });
    return viewSituation(parts, tx, who, id);
  });
}

/** The document: a draft is made anew each time, a signed one is the very bytes that were signed. */
export async function situationFile(parts: CommandPostParts, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const scope = scopeOf(actor);
  const { report } = await parts.db.read(scope, (tx) => reportInSight(tx, asking, id));
  const view = await parts.db.read(scope, (tx) => viewSituation(parts, tx, { actor, locale: 'zh-CN' }, id));
  const kept = report.fileId ? await parts.files.read(report.fileId, actor.district, 'full') : undefined;
  return {
    data: kept?.data ?? (await documentOf(parts, view)),
    mime: DOCX,
    name: `${view.emergency.headline} ${view.kind.label}${view.seq ?? ''} ${civilDate(report.asOf)}.docx`,
  };
}

type View = Awaited<ReturnType<typeof viewSituation>>;

/** Official documents are Chinese. Every value is filled in by the template, so that no word of it becomes markup. */
async function documentOf(parts: CommandPostParts, view: View): Promise<Uint8Array> {
  const text = (key: string, params?: Record<string, unknown>) => parts.messages.text('zh-CN', key, params);
  const when = (at: number) => `${civilDate(at)} ${clockTime(at)}`;
  const values = new Map<string, string>();
  const paragraphs: string[] = [];
  const add = (value: string) => {
    const tag = `p${values.size}`;
    values.set(tag, value);
    paragraphs.push(`{${tag}}`);
  };
  add(text('command-post.doc.title', { headline: view.emergency.headline, kind: view.kind.label }));
  add(
    text('command-post.doc.as-of', {
      at: when(view.asOf),
      number: view.emergency.number,
      seq: view.seq ?? text('command-post.doc.draft'),
    }),
  );
  add(
    text('command-post.doc.level', {
      area: view.areaName,
      risk: view.risk,
      level: view.level,
      at: when(view.startedAt),
    }),
  );
  if (view.order)
    add(text('command-post.doc.order', { issuer: view.order.issuer, document: view.order.document }));
  for (const one of view.acts)
    add(
      text(one.confirmed ? 'command-post.doc.act' : 'command-post.doc.act-open', {
        at: when(one.at),
        by: one.by,
        what: one.label,
        confirmedBy: one.confirmed?.by ?? '',
        confirmedAt: one.confirmed ? when(one.confirmed.at) : '',
      }),
    );
  add(
    text('command-post.doc.figures', {
      words: view.figures.map((one) => `${one.label} ${one.value}`).join('；'),
    }),
  );
  add(
    view.losses.length === 0
      ? text('command-post.doc.no-losses')
      : text('command-post.doc.losses', {
          words: view.losses
            .map((one) => text('command-post.doc.loss', { label: one.label, n: one.n, source: one.source }))
            .join('；'),
        }),
  );
  for (const line of view.words.split('\n')) if (line.trim()) add(line.trim());
  if (view.nextDue !== null) add(text('command-post.doc.next', { at: when(view.nextDue) }));
  add(
    view.signedAt === null
      ? text('command-post.doc.unsigned', { title: view.madeTitle })
      : text('command-post.doc.signed', {
          title: view.signedTitle ?? '',
          at: when(view.signedAt),
          made: view.madeTitle,
        }),
  );
  return fillForm(smallDocument(paragraphs), values);
}
