// Every risk of the lists in force over a place and within it, weighed on one scale: the cells of the matrix are made of these lines.
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Asking, PreparednessParts } from './parts.ts';
import { areaOf, contentOf, staffOf } from './reading.ts';
import { levelOfRisk, riskBounds } from './risk-scale.ts';
import { receiptsOf } from './risks.ts';
import * as store from './store.ts';

const MOST = 500;

export async function listRisks(parts: PreparednessParts, tx: Tx, asking: Asking, areaId: string) {
  const area = await areaOf(parts, staffOf(asking).district, areaId);
  const today = civilDate(parts.now());
  const rows = (await store.listDocuments(tx, { kind: 'risks', state: 'published' }, MOST)).filter(
    (one) => !one.replaced && (one.areaPath.startsWith(area.path) || area.path.startsWith(one.areaPath)),
  );
  const reports = await receiptsOf(
    parts,
    tx,
    asking,
    rows.map((one) => one.id),
  );
  const word = (level: string) => parts.messages.text(asking.locale, `preparedness.risk-level.${level}`);
  const items = [];
  for (const row of rows) {
    const document = contentOf(row);
    if (document.kind !== 'risks') continue;
    const units = new Map(
      (
        await store.listUnits(
          tx,
          document.content.risks.map((one) => one.ownerUnit),
        )
      ).map((one) => [one.id, one.name]),
    );
    const names = new Map(document.content.risks.map((one) => [one.code, one.name]));
    for (const { ownerUnit, leadsTo, ...one } of document.content.risks) {
      const level = levelOfRisk(one.likelihood, one.impact);
      items.push({
        ...one,
        document: row.id,
        area: { id: row.areaId, name: row.areaName },
        level: { code: level, label: word(level) },
        owner: units.get(ownerUnit) ?? '',
        leadsTo: leadsTo.map((code) => names.get(code) ?? code),
        reviewDue: one.reviewOn < today,
        report: reports.find((report) => report.document === row.id && report.code === one.code) ?? null,
      });
    }
  }
  items.sort((a, b) => b.likelihood * b.impact - a.likelihood * a.impact);
  return {
    area: { id: area.id, name: area.name },
    scale: riskBounds.map(({ level, from }) => ({ code: level, label: word(level), from })),
    source: parts.messages.text(asking.locale, 'preparedness.risk-source'),
    items,
  };
}
