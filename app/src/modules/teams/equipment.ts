// Equipment goes out to a team and comes back through the book of supplies. What does not come back stays written down as being with the
// team, and somebody is given the matter.
import { civilDate } from '../../kernel/clock.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type ImprovementFacts, openModuleCase } from '../cases/public.ts';
import { moveWithTeam } from '../stocks/public.ts';
import type { EquipmentBody } from './contract.ts';
import type { Asking, TeamsParts } from './parts.ts';
import { getTeam, staffOf, viewTeamPage } from './service.ts';

const DAYS_TO_CLEAR = 14;

export async function moveEquipment(parts: TeamsParts, asking: Asking, teamId: string, body: EquipmentBody) {
  const actor = staffOf(asking);
  const { team, thing, keeperUnit } = await parts.db.tx(scopeOf(actor), async (tx) => {
    const found = await getTeam(parts, tx, asking, teamId);
    return {
      team: found,
      ...(await moveWithTeam(parts, tx, asking, { ...body, teamId })),
    };
  });
  const lacking = body.kind === 'return' ? (body.lacking ?? 0) : 0;
  if (lacking > 0) {
    const facts: ImprovementFacts = { source: 'stock', sourceId: teamId, days: DAYS_TO_CLEAR };
    await openModuleCase(parts.cases, actor, {
      id: derivedId(`${body.id}/lacking`),
      kind: 'improvement',
      areaId: team.area.id,
      ownerUnit: keeperUnit,
      headline: parts.messages.text('zh-CN', 'teams.lacking', { team: team.title, thing, amount: lacking }),
      text: parts.messages.text('zh-CN', 'teams.lackingText', {
        day: civilDate(parts.now()),
        reason: body.reason,
      }),
      facts: { improvement: facts },
    });
  }
  return parts.db.read(scopeOf(actor), (tx) => viewTeamPage(parts, tx, asking, teamId));
}
