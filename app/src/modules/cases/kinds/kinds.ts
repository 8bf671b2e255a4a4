import type { CaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { hazard } from './hazard.ts';
import { incident } from './incident.ts';
import { request } from './request.ts';
import { trifle } from './trifle.ts';

export const caseKinds: ReadonlyMap<string, CaseKind<CasesWorld>> = new Map(
  [incident, request, hazard, trifle].map((kind) => [kind.name, kind]),
);
