// What other modules and main may use of cases.

export { listCasesByIds } from './by-ids-store.ts';
export { closedTexts } from './closed-text-store.ts';
export { commandBody, type FileBody, FORMS_RELEASE, fileBody } from './contract.ts';
export { fileCase } from './filing.ts';
export {
  type CallOutFacts,
  callOutOf,
  noCounts,
  stillOut,
  type TurnFacts,
  turnOf,
} from './kinds/call-out-facts.ts';
export type { ClosureFacts } from './kinds/closure-facts.ts';
export {
  type Act,
  type CardFacts,
  cardOf,
  type EmergencyFacts,
  emergencyOf,
  pendingAct,
} from './kinds/emergency-facts.ts';
export { type HelpCallFacts, helpCallOf, type Ladder } from './kinds/help-call-facts.ts';
export type { ImprovementFacts } from './kinds/improvement.ts';
export { caseKinds } from './kinds/kinds.ts';
export type { OutsideFact } from './kinds/loop-outside.ts';
export { endedSupervisions, supervisionOf } from './kinds/loop-supervision.ts';
export { mergedOf } from './kinds/loop-together.ts';
export { type NeedFacts, needOf, vitalNeeds } from './kinds/need-facts.ts';
export {
  type DrillFacts,
  drillOf,
  type PracticeCardFacts,
  type ReadinessFacts,
  readinessOf,
} from './kinds/practice-facts.ts';
export type { RetrofitFacts } from './kinds/retrofit.ts';
export { type RiskReportFacts, riskOf } from './kinds/risk-report-facts.ts';
export type { TransferFacts } from './kinds/transfer-facts.ts';
export { whistleOf } from './kinds/whistle-facts.ts';
export { type ModuleCase, openModuleCase } from './open-case.ts';
export {
  findOwnCase,
  isOpenPicture,
  listOpenCases,
  listOpenCells,
  listOpenSteps,
  listPlacedCases,
  numberOf,
  type OpenCase,
  type OpenStep,
} from './open-data.ts';
export { countOpenWork, listOpenPoints, listOpenWork } from './open-work-store.ts';
export { queueBranches, rowsOf } from './queue.ts';
export { type CaseStamp, caseStamps, wantedCases } from './replica.ts';
export { followCodeOf, followHash } from './reporters.ts';
export { type CasesParts, giveCommand, joinCase, suggestDuplicates, viewCase } from './service.ts';
export { SPOT_NEAR_METRES } from './spot.ts';
export { insertCaseFiles, listCases } from './store.ts';
export { factsWithSuccessors } from './successors.ts';
export type { CaseRowView } from './views.ts';
export type { CasesWorld } from './world.ts';
