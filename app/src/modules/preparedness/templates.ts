// What a new document begins with: the version in force, or a template by kind and hazard.
import type { Tx } from '../../platform/db/db.ts';
import { levelsFor } from '../emergency/public.ts';
import { duties } from '../org/public.ts';
import { type DocumentKind, dutiesContent, risksContent } from './documents.ts';
import { unitsOf } from './duties.ts';
import type { Asking, PreparednessParts } from './parts.ts';
import { anyRiskLines, cardBlanks, firstLines, pointSigns } from './preset-plans.ts';
import { ownersOf } from './risk-rules.ts';
import * as store from './store.ts';

export async function templateOf(
  parts: PreparednessParts,
  tx: Tx,
  asking: Asking,
  query: { kind: DocumentKind; risk: string; areaId: string; subject: string },
) {
  const { kind, areaId } = query;
  const risk = kind === 'duties' || kind === 'risks' ? 'any' : query.risk;
  const chain = await parts.areaChain(asking.actor.district, areaId);
  const area = chain.at(-1);
  const versions = await store.listVersions(tx, { kind, areaId, risk, subject: query.subject });
  const inForce = versions.find((one) => one.state === 'published');
  const known = inForce && (await store.findDocument(tx, inForce.id));
  const name = parts.messages.text(asking.locale, `emergency.risk.${risk}`);
  const label = parts.messages.text(asking.locale, `preparedness.kind.${kind}`);
  const title = known?.title ?? `${area?.name ?? ''}${risk === 'any' ? '' : name}${label}`;
  const content = known ? known.content : await begin();
  return {
    from: known ? 'version' : 'template',
    version: known?.version ?? 0,
    kind,
    risk,
    title,
    content,
    units: known ? await store.listUnits(tx, namedIn(kind, content)) : [],
    // What a task is called out by, in words; other kinds name no duty.
    duties:
      kind === 'duties'
        ? duties.map(({ code, label: words }) => ({ code, label: words[asking.locale] }))
        : [],
  };

  async function begin() {
    const lines = firstLines[risk] ?? anyRiskLines;
    if (kind === 'duties') return { tasks: [] };
    if (kind === 'risks') return { risks: [] };
    if (kind === 'plan-household') return { lines, blanks: cardBlanks };
    if (kind === 'plan-point') return { place: '', signs: pointSigns, lines, route: '' };
    const ids = chain.map((one) => one.id);
    return { lines, levels: (await levelsFor(tx, risk, ids)).content };
  }
}

function namedIn(kind: DocumentKind, content: unknown): string[] {
  if (kind === 'duties') return unitsOf(dutiesContent.parse(content));
  return kind === 'risks' ? ownersOf(risksContent.parse(content)) : [];
}
