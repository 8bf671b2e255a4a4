import { z } from 'zod';
import { type Route, route } from '../../platform/http/route.ts';
import { findModel } from './store.ts';

const quality = z.object({
  texts: z.number(),
  ranked: z.number(),
  first: z.number(),
  amongThree: z.number(),
  commonest: z.number(),
});
const model = z.object({
  format: z.literal(1),
  texts: z.number(),
  labels: z.array(z.string()),
  prior: z.array(z.number()),
  rest: z.array(z.number()),
  tokens: z.record(z.string(), z.array(z.number())),
});

export function suggestionRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/suggestions/categories',
      operationId: 'categoryModel',
      summary:
        '按字推荐类别的模型，在手机上用；`have` 是已有的版本 / The model that suggests categories on the phone; `have` names the version at hand',
      tag: 'suggestions',
      access: 'staff',
      query: z.strictObject({ have: z.coerce.number().int().min(0).max(2_000_000_000).optional() }),
      response: z.object({
        version: z.number().describe('0 while too few cases are closed'),
        quality: quality.nullable().describe('on cases that it was not taught'),
        model: model.nullable().describe('none when the version at hand is the newest'),
      }),
      async handler(ctx, { query }) {
        const kept = await findModel(ctx.tx);
        if (!kept) return { version: 0, quality: null, model: null };
        const { version, quality: judged } = kept;
        return { version, quality: judged, model: version === query.have ? null : kept.model };
      },
    }),
  ];
}
