// Warnings fetched by the machine: from addresses that an administrator entered, within a time and a size, following no redirect and no link to
// anywhere else. What comes is judged like a file that a person hands in, and a refusal is kept with its reasons.
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { namesInsideHost, OutsideFailure } from '../../platform/http/outside.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { judge } from './cap/read.ts';
import type { SourceBody } from './contract.ts';
import { takeBytes } from './intake.ts';
import type { WarningsParts } from './parts.ts';
import * as store from './source-store.ts';
import './problems.ts';

const MOST_SOURCES = 20;
/** Links of a list that are followed at a time; the others wait for the next round. */
const MOST_LINKS = 20;

export async function listSources(parts: WarningsParts, tx: Tx, locale: Locale) {
  const rows = await store.listSources(tx);
  return {
    items: rows.map((one) => ({
      ...one,
      said: one.outcome === null ? '' : parts.messages.text(locale, `warnings.fetch.${wordOf(one.outcome)}`),
    })),
  };
}

const WORDS = [
  'taken',
  'nothing-new',
  'inside-address',
  'timeout',
  'unknown-host',
  'tls',
  'too-large',
  'refused',
];
const wordOf = (outcome: string) =>
  WORDS.includes(outcome) ? outcome : outcome.startsWith('http-') ? 'http' : 'no-connection';

export async function addSource(parts: WarningsParts, tx: Tx, who: AuditWho, body: SourceBody) {
  if (who.actor.kind !== 'staff') throw problem('auth.required');
  const url = new URL(body.url);
  const refused = (code: string) => problem(code, {}, [{ path: 'url', code: 'warning-url' }]);
  if (url.username !== '' || url.password !== '' || !/^https?:$/.test(url.protocol))
    throw refused('warnings.source-address');
  if (!parts.allowInside && namesInsideHost(url)) throw refused('warnings.source-inside');
  if ((await store.listSources(tx)).length >= MOST_SOURCES)
    throw problem('warnings.source-many', { most: MOST_SOURCES });
  const added = await store.insertSource(tx, { ...body, by: who.actor.accountId, at: parts.now() });
  if (!added && !(await store.listSources(tx)).some((one) => one.id === body.id))
    throw refused('warnings.source-known');
  if (added)
    await audit(tx, who, { action: 'warnings.add-source', object: { type: 'warning-source', id: body.id } });
}

export async function switchSource(parts: WarningsParts, tx: Tx, who: AuditWho, id: string, on: boolean) {
  if ((await store.switchSource(tx, id, on, parts.now())) === 0) throw problem('warnings.source-unknown');
  await audit(tx, who, { action: 'warnings.switch-source', object: { type: 'warning-source', id } });
}

export async function removeSource(tx: Tx, who: AuditWho, id: string) {
  if ((await store.deleteSource(tx, id)) === 0) throw problem('warnings.source-unknown');
  await audit(tx, who, { action: 'warnings.remove-source', object: { type: 'warning-source', id } });
}

/** Fetches what is due of a district; gives how many sources were asked. No call goes out inside a transaction. */
export async function fetchDistrict(parts: WarningsParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'warning-feeds' };
  const scope = scopeOf(actor);
  const due = await parts.db.tx(scope, (tx) => store.claimDue(tx, parts.now()));
  const hosts = new Set(
    due.length === 0
      ? []
      : (await parts.db.read(scope, store.listSources))
          .filter((one) => one.enabled)
          .map((one) => new URL(one.url).host),
  );
  for (const source of due) {
    const outcome = await fetchSource(parts, actor, source, hosts);
    await parts.db.tx(scope, (tx) =>
      store.noteFetch(tx, source.id, {
        at: parts.now(),
        outcome,
        failed: !['taken', 'nothing-new'].includes(outcome),
      }),
    );
  }
  return due.length;
}

async function fetchSource(
  parts: WarningsParts,
  actor: Actor,
  source: store.SourceRow,
  hosts: ReadonlySet<string>,
): Promise<string> {
  const scope = scopeOf(actor);
  const take = (bytes: Uint8Array) =>
    parts.db.tx(scope, (tx) => takeBytes(parts, tx, bytes, { source: source.name, by: null }));
  try {
    const bytes = await parts.fetchOutside(source.url);
    let fresh = news(await take(bytes));
    const judged = judge(bytes);
    const links =
      judged.kind === 'feed' ? judged.feed.entries.flatMap((one) => (one.alert ? [] : one.link || [])) : [];
    const mine = links.flatMap((link) => absolute(link, source.url, hosts));
    const known = new Set(await parts.db.read(scope, (tx) => store.listFetched(tx, source.id, mine)));
    for (const link of mine.filter((one) => !known.has(one)).slice(0, MOST_LINKS)) {
      const outcomes = await take(await parts.fetchOutside(link));
      fresh ||= news(outcomes);
      await parts.db.tx(scope, (tx) => store.insertFetched(tx, source.id, link, parts.now()));
    }
    return judged.kind === 'refused' ? 'refused' : fresh ? 'taken' : 'nothing-new';
  } catch (error) {
    if (error instanceof OutsideFailure) return error.reason;
    throw error;
  }
}

const news = (outcomes: readonly { outcome: string }[]) => outcomes.some((one) => one.outcome === 'taken');

/** A link of a list, when it leads to the host of a source. */
function absolute(link: string, base: string, hosts: ReadonlySet<string>): string[] {
  if (!URL.canParse(link, base)) return [];
  const url = new URL(link, base);
  url.hash = '';
  return /^https?:$/.test(url.protocol) && hosts.has(url.host) && url.username === '' ? [url.href] : [];
}
