// What a new document begins with: the version in force, or a template by kind and hazard.
import type { Tx } from '../../platform/db/db.ts';
import { levelsFor } from '../emergency/public.ts';
import type { DocumentKind } from './documents.ts';
import type { Asking, PreparednessParts } from './parts.ts';
import { anyRiskLines, cardBlanks, firstLines, pointSigns } from './preset-plans.ts';
import * as store from './store.ts';

export async function templateOf(
  parts: PreparednessParts,
  tx: Tx,
  asking: Asking,
  query: { kind: DocumentKind; risk: string; areaId: string },
) {
  const { kind, areaId } = query;
  const risk = kind === 'duties' ? 'any' : query.risk;
  const chain = await parts.areaChain(asking.actor.district, areaId);
  const area = chain.at(-1);
  const versions = await store.listVersions(tx, { kind, areaId, risk, subject: '' });
  const inForce = versions.find((one) => one.state === 'published');
  const known = inForce && (await store.findDocument(tx, inForce.id));
  const name = parts.messages.text(asking.locale, `emergency.risk.${risk}`);
  const label = parts.messages.text(asking.locale, `preparedness.kind.${kind}`);
  const title = known?.title ?? `${area?.name ?? ''}${risk === 'any' ? '' : name}${label}`;
  if (known) return { from: 'version', version: known.version, kind, risk, title, content: known.content };
  return { from: 'template', version: 0, kind, risk, title, content: await begin() };

  async function begin() {
    const lines = firstLines[risk] ?? anyRiskLines;
    if (kind === 'duties') return { tasks: [] };
    if (kind === 'plan-household') return { lines, blanks: cardBlanks };
    if (kind === 'plan-point') return { place: '', signs: pointSigns, lines, route: '' };
    const ids = chain.map((one) => one.id);
    return { lines, levels: (await levelsFor(tx, risk, ids)).content };
  }
}
