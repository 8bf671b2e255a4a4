// What of the plans lies on a phone: those in force over its places, with what each level asks of whom, to be read where there is no network.
import type { Tx } from '../../platform/db/db.ts';
import type { Asking, PreparednessParts } from './parts.ts';
import { contentOf } from './reading.ts';
import * as store from './store.ts';

const MOST_LISTED = 500;
const MOST_PLANS = 40;

export async function phonePlans(parts: PreparednessParts, tx: Tx, asking: Asking, paths: readonly string[]) {
  const { locale } = asking;
  const word = (key: string) => parts.messages.text(locale, key);
  const rows = (await store.listDocuments(tx, { state: 'published', plansNear: paths }, MOST_LISTED)).filter(
    (row) => !row.replaced,
  );
  return rows.slice(0, MOST_PLANS).flatMap((row) => {
    const document = contentOf(row);
    if (document.kind === 'duties' || document.kind === 'risks') return [];
    const { content } = document;
    const levels = 'levels' in content ? Object.entries(content.levels) : [];
    return [
      {
        id: row.id,
        kind: { code: row.kind, label: word(`preparedness.kind.${row.kind}`) },
        title: row.title,
        area: row.areaName,
        risk: word(`emergency.risk.${row.risk}`),
        version: row.version,
        reviewOn: row.reviewOn,
        place: 'place' in content ? content.place : '',
        signs: 'signs' in content ? content.signs : [],
        lines: content.lines,
        route: 'route' in content ? content.route : '',
        levels: levels.map(([code, level]) => ({
          code,
          roles: level.roles.map((role) => ({ label: role.label[locale], lines: role.lines })),
        })),
      },
    ];
  });
}
