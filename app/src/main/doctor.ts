// `renlin doctor`: is what is stored still what happened? Each check says what it looked at, how much, and what it found.
import { checkCases } from '../engines/case/doctor.ts';
import { checkLedger } from '../engines/ledger/ledger.ts';
import { checkKept } from '../modules/appraisal/public.ts';
import { unchainedAudit, verifyAudit } from '../platform/audit/audit.ts';
import { scopeOf } from '../platform/db/db.ts';
import { listDistricts } from './compose.ts';
import type { BuiltPlatform } from './platform.ts';

export type Finding = { check: string; district: string; looked: number; faults: string[] };

const MOST_SHOWN = 20;

/** Runs every check on every district. An empty `faults` everywhere means clean. */
export async function runDoctor(platform: BuiltPlatform, say: (line: string) => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const district of await listDistricts(platform)) {
    const scope = scopeOf({ kind: 'system', district, reason: 'doctor' });
    const cases = await platform.db.read(scope, (tx) =>
      checkCases(tx, (checked) => checked % 5000 === 0 && say(`doctor: ${district} ${checked} cases`)),
    );
    findings.push({
      check: '办件等于其步骤 / cases equal their steps',
      district,
      looked: cases.checked,
      faults: cases.faults.slice(0, MOST_SHOWN).map((one) => `${one.number}: ${one.fault}`),
    });
    const strayed = await platform.db.read(scope, (tx) =>
      tx.rows<{ number: string; looked: number }>(
        `select c.number from cases c left join tree_nodes n on n.district_code = c.district_code and n.id = c.area_id
         where c.district_code = $1 and n.path is distinct from c.area_path limit 20`,
        [district],
      ),
    );
    findings.push({
      check: '办件的路径等于所在区域 / cases lie where their area is',
      district,
      looked: cases.checked,
      faults: strayed.map((row) => `${row.number}: 区域路径不符 / area path`),
    });
    const kept = await platform.db.read(scope, checkKept);
    findings.push({
      check: '保存的三率数字等于其记录 / kept counts of the three rates equal their records',
      district,
      looked: kept.days,
      faults: kept.faults.slice(0, MOST_SHOWN),
    });
    const books = await platform.db.read(scope, checkLedger);
    findings.push({
      check: '账目平衡 / the books balance',
      district,
      looked: books.looked,
      faults: books.faults,
    });
    const chain = await verifyAudit(platform.db, district);
    findings.push({
      check: '审计日志链 / audit log chain',
      district,
      looked: chain.rows,
      faults:
        chain.brokenAt === undefined
          ? []
          : [`第 ${chain.brokenAt} 条处断开 / broken at entry ${chain.brokenAt}`],
    });
    const open = await unchainedAudit(platform.db, district);
    findings.push({
      check: '等待入链的审计日志 / audit log entries that wait for the chain',
      district,
      looked: open.rows,
      faults:
        open.lateAt === undefined
          ? []
          : [
              `入链任务没有在工作，最早的一条等自 / the job that chains them is silent, one waits since ${new Date(open.lateAt).toISOString()}`,
            ],
    });
  }
  return findings;
}
