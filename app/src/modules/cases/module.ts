// Puts the cases module together: the engine with our four kinds, its routes, its words and its timer.

import { createBulk } from '../../engines/case/bulk.ts';
import { type CaseEngine, createCaseEngine } from '../../engines/case/engine.ts';
import type { StepHooks } from '../../engines/case/hooks.ts';
import type { ModuleDefinition } from '../../platform/module.ts';
import type { CatalogueReader } from '../catalogue/public.ts';
import { formHistory } from './form-history.ts';
import { caseKinds } from './kinds/kinds.ts';
import { caseMessages } from './messages.ts';
import { caseRoutes } from './routes.ts';
import { afterOpening, afterStep, type CasesParts, prepareForm, searchWordsOf } from './service.ts';
import type { CasesWorld } from './world.ts';

const TIMER_SECONDS = 5;
const LAPSES_PER_RUN = 500;
/** So long a command waits for one that it rests on. */
const HELD_MS = 7 * 86_400_000;

export type CasesOptions = Omit<CasesParts, 'engine' | 'bulk' | 'formHistory'> & {
  /** Default: the product's own. */
  formHistory?: CasesParts['formHistory'] | undefined;
  clock: Parameters<typeof createCaseEngine>[0]['clock'];
  events: Parameters<typeof createCaseEngine>[0]['events'];
  catalogue: CatalogueReader;
  districts(): Promise<readonly string[]>;
  /** Whoever counts outcomes hears of every step, in its transaction. */
  kept?: StepHooks<CasesWorld>['kept'];
};

export type Cases = { module: ModuleDefinition; engine: CaseEngine<CasesWorld>; parts: CasesParts };

export function createCases(options: CasesOptions): Cases {
  // The hooks need the parts and the parts need the engine: the engine calls them only after both exist.
  const parts: Omit<CasesParts, 'engine' | 'bulk'> & Partial<CasesParts> = {
    ...options,
    formHistory: options.formHistory ?? formHistory,
  };
  const whole = parts as CasesParts;
  const engine = createCaseEngine<CasesWorld>({
    db: options.db,
    clock: options.clock,
    events: options.events,
    kinds: caseKinds,
    world: (district) => options.catalogue.facts(district),
    actorOf: options.actorOf,
    hooks: {
      prepare: (tx, state, name, form, actor) => prepareForm(whole, tx, state, name, form, actor),
      after: (tx, { before, decision }) => afterStep(whole, tx, before, decision),
      opened: (tx, { opened, notices, from }) => afterOpening(whole, tx, opened, from, notices),
      ...(options.kept ? { kept: options.kept } : {}),
    },
    words: searchWordsOf,
  });
  parts.engine = engine;
  parts.bulk = createBulk({
    kinds: caseKinds,
    ...options,
    engine,
    undoReason: options.messages.text('zh-CN', 'case.bulk.undone'),
  });
  return {
    engine,
    parts: whole,
    module: {
      name: 'cases',
      routes: caseRoutes(whole),
      messages: caseMessages,
      jobs: [
        {
          name: 'case-timers',
          everySeconds: TIMER_SECONDS,
          async run() {
            for (const district of await options.districts())
              await engine.runTimers(district, LAPSES_PER_RUN);
          },
        },
        {
          name: 'case-held',
          everySeconds: 3600,
          async run() {
            for (const district of await options.districts())
              await engine.runOverdueHeld(district, options.now() - HELD_MS);
          },
        },
        {
          name: 'case-bulk',
          everySeconds: 15,
          async run() {
            for (const district of await options.districts()) await whole.bulk.resume(district);
          },
        },
      ],
    },
  };
}
