// What of a case is counted, folded from its steps and from the records beside them (visit-backs, decisions on 不计入). The statement in
// `store.ts` keeps the same facts as each step is written; a test holds the two against each other.
import { applyStep, type CaseState, type CaseStep } from '../../engines/case/case.ts';

/** What the steps say. */
export type StepFacts = {
  kind: string;
  category: string;
  areaId: string;
  areaPath: string;
  /** The unit that held it last; a return or a reopening leaves it until the next one has it. */
  unitId: string | null;
  /** It belongs to another case, and is counted there. */
  parentId: string | null;
  urgent: boolean;
  /** There is a reporter who wants to hear, and so may be asked. */
  asked: boolean;
  filedAt: number;
  respondedAt: number | null;
  ended: string | null;
  endedAt: number | null;
  /** Found solved by somebody outside the handling unit. */
  checked: 'yes' | 'no' | 'unknown';
  /** The reporter's own word since the last ending. */
  answer: 'pending' | 'yes' | 'no' | 'silent' | null;
  saidNo: boolean;
  rating: number | null;
  reopened: number;
};

/** What the records beside the steps say. */
export type RecordFacts = {
  backSolved: 'yes' | 'no' | 'none' | null;
  backSatisfied: 'yes' | 'no' | 'none' | null;
  excluded: boolean;
};

export type Outcome = StepFacts & RecordFacts;

/** Steps by which somebody answers: a unit takes it, the office answers or says where to go instead, or it is done at once. */
const RESPONSES = new Set(['sign', 'handle-myself', 'decline', 'answer', 'report-up', 'finish']);

/** What a step changes of the facts, in a form that both a statement and `moved` can carry out. */
export type Move = Omit<StepFacts, 'unitId' | 'respondedAt' | 'answer' | 'saidNo'> & {
  version: number;
  at: number;
  /** null: whoever had it keeps it. */
  unitId: string | null;
  /** null: no response. An earlier response stays. */
  respondedAt: number | null;
  answer: StepFacts['answer'];
  keepsAnswer: boolean;
  saidNo: boolean;
  /** The facts return to what they were at this version (a step was taken back). */
  back: number | null;
};

/** Undefined when nothing that is counted changed. Pure. */
export function moveOf(
  before: CaseState | undefined,
  after: CaseState,
  step: Pick<CaseStep, 'name' | 'outcome' | 'actorKind' | 'receivedAt'>,
): Move | undefined {
  const responds = step.outcome === 'accepted' && RESPONSES.has(step.name);
  const undoing = step.name === 'undo';
  if (before && !responds && !undoing && countedOf(before) === countedOf(after)) return undefined;
  const byReporter = step.name === 'reopen' && step.actorKind === 'public';
  const cleared = after.confirmed === null && (before?.confirmed ?? null) !== null;
  return {
    version: after.version,
    at: step.receivedAt,
    kind: after.kind,
    category: after.category,
    areaId: after.areaId,
    areaPath: after.areaPath,
    unitId: after.ownerUnit,
    parentId: after.parentId,
    urgent: after.urgent,
    asked: isAsked(after),
    filedAt: after.filedAt,
    respondedAt: responds ? after.lastAt : null,
    ended: after.closedAt === null ? null : after.state,
    endedAt: after.closedAt,
    checked: after.solved,
    answer: after.confirmed ?? (byReporter ? 'no' : null),
    keepsAnswer: after.confirmed === null && step.name !== 'reopen' && !cleared,
    saidNo: after.confirmed === 'no' || byReporter,
    rating: after.rating,
    reopened: Number(after.facts['reopened'] ?? 0),
    back: undoing ? after.version - 2 : null,
  };
}

function isAsked(state: CaseState): boolean {
  return Number(state.facts['reporters'] ?? 0) > 0;
}

function countedOf(state: CaseState): string {
  return JSON.stringify([
    state.category,
    state.areaId,
    state.areaPath,
    state.ownerUnit,
    state.parentId,
    state.urgent,
    isAsked(state),
    state.closedAt === null ? null : [state.state, state.closedAt],
    state.solved,
    state.confirmed,
    state.rating,
    state.facts['reopened'] ?? 0,
  ]);
}

export type OutcomeRow = { version: number; validFrom: number; facts: Outcome };

const NO_RECORDS: RecordFacts = { backSolved: null, backSatisfied: null, excluded: false };

/** The facts after a move. `rows` are all rows so far, oldest first. */
function moved(rows: readonly OutcomeRow[], move: Move): OutcomeRow {
  const last = rows.at(-1);
  const { version, at, back, keepsAnswer, ...facts } = move;
  const base = back === null ? undefined : rows.findLast((row) => row.version <= Math.max(back, 1))?.facts;
  const records: RecordFacts = last
    ? {
        backSolved: last.facts.backSolved,
        backSatisfied: last.facts.backSatisfied,
        excluded: last.facts.excluded,
      }
    : NO_RECORDS;
  return {
    version,
    validFrom: Math.max(at, last?.validFrom ?? at),
    facts: {
      ...facts,
      ...records,
      ...(base
        ? {
            unitId: base.unitId,
            respondedAt: base.respondedAt,
            answer: base.answer,
            saidNo: base.saidNo,
          }
        : {
            unitId: facts.unitId ?? last?.facts.unitId ?? null,
            respondedAt: last?.facts.respondedAt ?? facts.respondedAt,
            answer: keepsAnswer ? (last?.facts.answer ?? null) : facts.answer,
            saidNo: facts.saidNo || (last?.facts.saidNo ?? false),
          }),
    },
  };
}

/** A record beside the steps, from the instant it was made. */
export type OutcomeRecord = { at: number; facts: Partial<RecordFacts> };

/** Every row of a case from its steps and records: the truth that the kept rows must equal. O(steps + records). */
export function outcomesOf(
  identity: Pick<CaseState, 'id' | 'district' | 'number' | 'kind'>,
  steps: readonly CaseStep[],
  records: readonly OutcomeRecord[] = [],
): OutcomeRow[] {
  const rows: OutcomeRow[] = [];
  const waiting = [...records].sort((a, b) => a.at - b.at);
  const record = (upTo: number) => {
    while (waiting[0] && waiting[0].at < upTo) {
      const { at, facts } = waiting.shift() as OutcomeRecord;
      const last = rows.at(-1);
      if (last)
        rows.push({
          version: last.version,
          validFrom: Math.max(at, last.validFrom),
          facts: { ...last.facts, ...facts },
        });
    }
  };
  let state: CaseState | undefined;
  for (const step of steps) {
    record(step.receivedAt);
    const after: CaseState = applyStep(state ?? ({ ...identity } as CaseState), step);
    const move = moveOf(state, after, step);
    if (move) rows.push(moved(rows, move));
    state = after;
  }
  record(Number.POSITIVE_INFINITY);
  return rows;
}
