import { fileURLToPath } from 'node:url';
import type { ModuleDefinition } from '../../platform/module.ts';
import { planningMessages } from './messages.ts';
import type { PlanningParts } from './parts.ts';
import { planningRoutes } from './routes.ts';
import { createRunner, type Runner } from './runner.ts';

/** The planning workbench with what main wires into it. Its migrations come after those of the tree engine and the organisation. */
export function createPlanningModule(parts: PlanningParts): ModuleDefinition & { runner: Runner } {
  const runner = createRunner(parts);
  return {
    name: 'planning',
    migrations: { module: 'planning', folder: fileURLToPath(new URL('./migrations', import.meta.url)) },
    routes: planningRoutes(parts, runner),
    messages: planningMessages,
    jobs: runner.jobs,
    runner,
  };
}
