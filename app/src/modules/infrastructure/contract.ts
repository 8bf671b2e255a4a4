// The HTTP shapes of the survey and its retrofits.
import { z } from 'zod';
import { cleanText, uuid } from '../../platform/http/input.ts';

export const anyObject = z.looseObject({});
export const placeQuery = z.strictObject({ areaId: uuid.optional() });

export const retrofitBody = z.strictObject({
  commandId: uuid.describe('made by the client; sent again it is the same retrofit'),
  ruleId: uuid.describe('the standard that is not met'),
  areaId: uuid.describe('the place where it is not met'),
  text: cleanText(1000, 5).describe('what is wrong and what is proposed'),
});
export type RetrofitBody = z.output<typeof retrofitBody>;
