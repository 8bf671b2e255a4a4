// 工作日志: written by the records. A person adds words to a day and nothing else; counts are counts of records, never a score.
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate, startOfCivilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf } from '../../platform/db/db.ts';
import type { Ctx } from '../../platform/http/route.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { listCasesByIds } from '../cases/public.ts';
import { describeMe, selectPosts } from '../org/public.ts';
import { staffOf } from './agenda.ts';
import * as store from './diary-store.ts';
import type { Asking, DiaryLine, RhythmParts, Staff } from './ports.ts';
import './problems.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 92;
/** Words may still be added to a day for a month. */
const OPEN_DAYS = 31;
const MOST_STEPS = 5000;
const MOST_READS = 20;
const MOST_PEOPLE = 500;
/** Duties that answer for the work of others in their area. */
const OVER = ['supervise', 'view'] as const;

type Line = DiaryLine & { caseId: string | null; number: string | null };
type Day = {
  day: string;
  lines: Line[];
  /** How many records, by what was done. */
  counts: { label: string; n: number }[];
  cases: number;
  words: string;
  version: number;
};

type Period = { from: string; to: string };

function checkPeriod(period: Period): { from: number; to: number } {
  const from = startOfCivilDate(period.from);
  const to = startOfCivilDate(period.to) + DAY_MS;
  if (to <= from || to - from > MOST_DAYS * DAY_MS)
    throw problem('rhythm.period', { max: MOST_DAYS }, [
      { path: 'query/to', code: 'day-range', params: { max: MOST_DAYS } },
    ]);
  return { from, to };
}

export async function readDiary(
  parts: RhythmParts,
  ctx: Ctx,
  query: Period & { account?: string | undefined },
) {
  const asking: Asking = { actor: ctx.actor, locale: ctx.locale };
  const reader = staffOf(asking);
  const accountId = query.account ?? reader.accountId;
  const own = accountId === reader.accountId;
  const { writer, posts, steps, words, lines, reads } = await gather(parts, reader, accountId, own, {
    from: query.from,
    to: query.to,
    locale: asking.locale,
  });
  const seen = await parts.db.read(scopeOf(reader), (tx) =>
    listCasesByIds(tx, [...new Set(steps.map((step) => step.caseId))]),
  );
  const headlines = new Map(seen.map((state) => [state.id, state.headline]));
  const caseLines = steps.flatMap((step): Line[] => {
    const headline = headlines.get(step.caseId);
    // One's own act stays in one's diary when the case has gone elsewhere, without its words.
    if (headline === undefined && !own) return [];
    return [
      {
        at: step.at,
        caseId: headline === undefined ? null : step.caseId,
        number: step.number,
        label: parts.messages.text(asking.locale, `case.step.${step.name}`),
        text: headline ?? parts.messages.text(asking.locale, 'rhythm.diary.elsewhere'),
        link: headline === undefined ? '' : `/console/cases/${step.caseId}`,
      },
    ];
  });
  if (!own) await rememberRead(parts, ctx, reader, accountId);
  const others = lines.map((line): Line => ({ ...line, caseId: null, number: null }));
  return {
    account: { id: accountId, name: writer.name },
    posts,
    from: query.from,
    to: query.to,
    own,
    days: daysOf(query, [...caseLines, ...others], words),
    reads: own ? reads : [],
  };
}

async function gather(
  parts: RhythmParts,
  reader: Staff,
  accountId: string,
  own: boolean,
  query: Period & { locale: Locale },
) {
  const span = checkPeriod(query);
  const system = scopeOf({ kind: 'system', district: reader.district, reason: 'work diary' });
  return parts.db.read(system, async (tx) => {
    const writer = await store.findWriter(tx, accountId);
    const posts = writer?.personId ? (await describeMe(tx, writer.personId, parts.now())).posts : [];
    // Who may read: the person, and whoever answers for the area of one of the person's posts.
    const over = posts.some((post) => OVER.some((duty) => holdsDutyOver(reader, duty, post.area.path)));
    if (!writer || !(own || over)) throw problem('rhythm.diary-not-yours', {});
    const acts = await store.listActs(tx, { accountId, ...span });
    return {
      writer,
      posts: posts.map((post) => ({ title: post.title, areaName: post.area.name })),
      steps: await store.listSteps(tx, { accountId, ...span, limit: MOST_STEPS }),
      words: await store.listWords(tx, { accountId, from: query.from, to: query.to }),
      lines: [
        ...acts.map((act) => lineOfAct(parts, act, query.locale)),
        ...(await parts.moreLines(tx, { accountId, ...span, locale: query.locale })),
      ],
      reads: await store.listReads(tx, accountId, MOST_READS),
    };
  });
}

function lineOfAct(parts: RhythmParts, act: store.OwnAct, locale: Locale): DiaryLine {
  return {
    at: act.at,
    label: parts.messages.text(locale, `rhythm.diary.${act.kind}`),
    text: act.text,
    link: act.kind === 'meeting' ? '/console/huddle' : `/console/handover?note=${act.id}`,
  };
}

async function rememberRead(parts: RhythmParts, ctx: Ctx, reader: Staff, accountId: string): Promise<void> {
  await parts.db.tx(scopeOf(reader), async (tx) => {
    await store.insertRead(tx, {
      id: ctx.platform.ids.next(),
      accountId,
      readerId: reader.accountId,
      at: parts.now(),
    });
    await audit(tx, ctx, { action: 'rhythm.read-diary', object: { type: 'account', id: accountId } });
  });
}

function daysOf(period: Period, lines: readonly Line[], words: readonly store.DayWords[]): Day[] {
  const days: Day[] = [];
  for (let at = startOfCivilDate(period.to); at >= startOfCivilDate(period.from); at -= DAY_MS) {
    const day = civilDate(at);
    const own = lines.filter((line) => civilDate(line.at) === day).sort((a, b) => a.at - b.at);
    const added = words.find((one) => one.day === day);
    if (own.length === 0 && !added) continue;
    const counts = new Map<string, number>();
    for (const line of own) counts.set(line.label, (counts.get(line.label) ?? 0) + 1);
    days.push({
      day,
      lines: own,
      counts: [...counts].map(([label, n]) => ({ label, n })),
      cases: new Set(own.flatMap((line) => line.number ?? [])).size,
      words: added?.words ?? '',
      version: added?.version ?? 0,
    });
  }
  return days;
}

export async function writeDiary(
  parts: RhythmParts,
  ctx: Ctx,
  body: { day: string; words: string; baseVersion: number },
) {
  const actor = staffOf({ actor: ctx.actor, locale: ctx.locale });
  const today = civilDate(parts.now());
  const oldest = civilDate(parts.now() - OPEN_DAYS * DAY_MS);
  if (body.day > today || body.day < oldest)
    throw problem('rhythm.diary-day', { days: OPEN_DAYS }, [
      { path: 'day', code: 'diary-day', params: { days: OPEN_DAYS } },
    ]);
  const version = await store.saveWords(ctx.tx, { accountId: actor.accountId, ...body, at: parts.now() });
  if (version === undefined) throw problem('rhythm.diary-changed', {});
  return { day: body.day, words: body.words, version };
}

/** The people whose diaries this person may open. */
export async function listWriters(parts: RhythmParts, ctx: Ctx) {
  const actor = staffOf({ actor: ctx.actor, locale: ctx.locale });
  const over = actor.posts.filter((post) => OVER.some((duty) => post.duties.includes(duty)));
  const found = new Map<string, { name: string; title: string; areaName: string }>();
  for (const path of new Set(over.map((post) => post.areaPath))) {
    const posts = await selectPosts(ctx.tx, civilDate(parts.now()), { within: path, limit: MOST_PEOPLE });
    for (const post of posts) {
      const person = post.acting ?? post.holder;
      if (person && person.personId !== actor.personId && !found.has(person.personId))
        found.set(person.personId, { name: person.name, title: post.title, areaName: post.areaName });
    }
  }
  const accounts = await store.listAccountsOf(ctx.tx, [...found.keys()]);
  return {
    items: accounts.flatMap((account) => {
      const person = found.get(account.personId ?? '');
      return person ? [{ account: account.accountId, ...person }] : [];
    }),
  };
}

/** The diary as a table for other programs: one line a record, the added words at the end of their day. */
export async function exportDiary(
  parts: RhythmParts,
  ctx: Ctx,
  query: Period & { account?: string | undefined },
) {
  const diary = await readDiary(parts, ctx, query);
  const text = (key: string) => parts.messages.text(ctx.locale, `rhythm.column.${key}`);
  const rows = [['day', 'time', 'done', 'number', 'text'].map(text)];
  for (const one of [...diary.days].reverse()) {
    for (const line of one.lines)
      rows.push([one.day, timeOf(line.at), line.label, line.number ?? '', line.text]);
    if (one.words !== '') rows.push([one.day, '', text('words'), '', one.words]);
  }
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function timeOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);
}

/** A value that a spreadsheet would run as a formula is kept as text. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
