import type { CaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { actionCard } from './action-card.ts';
import { advice } from './advice.ts';
import { callOut } from './call-out.ts';
import { closure } from './closure.ts';
import { drill } from './drill.ts';
import { emergency } from './emergency.ts';
import { hazard } from './hazard.ts';
import { helpCall } from './help-call.ts';
import { improvement } from './improvement.ts';
import { incident } from './incident.ts';
import { practiceCard } from './practice-card.ts';
import { readinessCheck } from './readiness-check.ts';
import { reliefNeed } from './relief-need.ts';
import { reportIn } from './report-in.ts';
import { request } from './request.ts';
import { retrofit } from './retrofit.ts';
import { riskReport } from './risk-report.ts';
import { transfer } from './transfer.ts';
import { trifle } from './trifle.ts';
import { turnOut } from './turn-out.ts';
import { whistle } from './whistle.ts';

/** The kinds that people report and that the figures count. */
export const loopKinds: ReadonlySet<string> = new Set([incident.name, request.name, hazard.name]);

export const caseKinds: ReadonlyMap<string, CaseKind<CasesWorld>> = new Map(
  [
    incident,
    request,
    hazard,
    trifle,
    advice,
    whistle,
    reportIn,
    emergency,
    actionCard,
    improvement,
    riskReport,
    transfer,
    reliefNeed,
    closure,
    helpCall,
    callOut,
    turnOut,
    retrofit,
    drill,
    practiceCard,
    readinessCheck,
  ].map((kind) => [kind.name, kind]),
);
