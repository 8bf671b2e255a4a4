// Stress tests over HTTP, besides what every plan has: the model that a scenario stands on, and two runs side by side.
import { problem } from '../../../kernel/problem.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import * as contract from '../contract.ts';
import { type PlanningParts, READERS } from '../parts.ts';
import { doneRun } from '../service.ts';
import { compareRuns, viewModel } from './view.ts';

const shape = { tag: 'planning', response: contract.anyObject, access: { duty: [...READERS] } } as const;

export function stressRoutes(parts: PlanningParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/planning/stress/model',
      operationId: 'getStressModel',
      summary:
        '压力测试用的底数：网格户数、力量、物资、避难场所，以及缺什么 / What a stress test would stand on, and what is missing',
      query: contract.stressModelQuery,
      transaction: 'none',
      handler: (ctx, { query }) =>
        viewModel(parts, ctx.actor, query.area, {
          estimate: query.estimate,
          recalled: query.recalled ?? true,
          utilities: query.utilities ?? true,
        }),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/planning/stress/comparison',
      operationId: 'compareStressRuns',
      summary:
        '两次推演对比：差多少，是否超出随机波动 / Two runs side by side: by how much they differ, and whether beyond noise',
      query: contract.compareQuery,
      async handler(ctx, { query }) {
        const [a, b] = [await doneRun(ctx.tx, ctx.actor, query.a), await doneRun(ctx.tx, ctx.actor, query.b)];
        if (a.result.kind !== 'stress' || b.result.kind !== 'stress')
          throw problem('planning.kind-mismatch', {});
        if (a.plan.areaId !== b.plan.areaId) throw problem('planning.stress-other-area', {});
        return compareRuns(
          { result: a.result, dataHash: a.run.dataHash },
          { result: b.result, dataHash: b.run.dataHash },
        );
      },
    }),
  ];
}
