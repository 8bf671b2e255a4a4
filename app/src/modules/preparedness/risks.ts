// How a risk that is beyond a community goes up, and comes back with a receipt.
import { listByIds } from '../../engines/case/case-store.ts';
import { problem } from '../../kernel/problem.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { openModuleCase, type RiskReportFacts, riskOf } from '../cases/public.ts';
import type { Asking, PreparednessParts } from './parts.ts';
import { contentOf, getDocument, mayWrite, staffOf } from './reading.ts';
import './problems.ts';

/** One report for each line of each version. */
const reportId = (documentId: string, code: string) => derivedId(`risk-report/${documentId}/${code}`);

export async function reportRisk(
  parts: PreparednessParts,
  asking: Asking,
  { id, code }: { id: string; code: string },
  body: { text: string },
) {
  const actor = staffOf(asking);
  const row = await parts.db.read(scopeOf(actor), (tx) => getDocument(tx, id));
  const document = contentOf(row);
  const risk =
    document.kind === 'risks' ? document.content.risks.find((one) => one.code === code) : undefined;
  if (!risk) throw problem('preparedness.risk-unknown');
  if (row.state !== 'published' || row.replaced) throw problem('preparedness.risk-not-in-force');
  if (!mayWrite(actor, row.areaPath)) throw problem('preparedness.not-your-area', { area: row.areaName });
  if (risk.handling !== 'up') throw problem('preparedness.risk-kept-here', { name: risk.name });
  const home = actor.posts.find((post) => row.areaPath.startsWith(post.areaPath));
  const { likelihood, impact } = risk;
  const facts: RiskReportFacts = { document: id, code, likelihood, impact, receipt: null };
  const { state } = await openModuleCase(parts.cases, actor, {
    id: reportId(id, code),
    kind: 'risk-report',
    areaId: row.areaId,
    ownerUnit: home?.unitId ?? null,
    headline: risk.name,
    text: body.text,
    address: risk.place,
    ...(risk.point ? { point: risk.point } : {}),
    facts: { risk: facts },
  });
  return { id: state.id, number: state.number, state: state.state };
}

/** What became of the lines of these documents that were reported: the state, and the receipt when there is one. */
export async function receiptsOf(
  parts: PreparednessParts,
  tx: Tx,
  asking: Asking,
  documentIds: readonly string[],
) {
  const ids: string[] = [];
  for (const documentId of documentIds) {
    const document = contentOf(await getDocument(tx, documentId));
    if (document.kind === 'risks')
      for (const one of document.content.risks)
        if (one.handling === 'up') ids.push(reportId(documentId, one.code));
  }
  if (ids.length === 0) return [];
  return (await listByIds(tx, ids)).map((state) => {
    const { document, code, receipt } = riskOf(state);
    const label = parts.messages.text(asking.locale, `case.state.${state.state}`);
    return {
      document,
      code,
      caseId: state.id,
      number: state.number,
      state: { code: state.state, label },
      receipt,
    };
  });
}
