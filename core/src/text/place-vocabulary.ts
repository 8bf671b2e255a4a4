/** Names of places as people write them. */
import { WHEN } from './time-vocabulary.ts';

const PLACE_END =
  '路(?![灯面口牌边段])|街(?![灯道])|大道|巷|胡同|小区|花园|家园|公寓|新村|村|苑|社区|网格|新城|大厦|广场|公园|学校|小学|中学|幼儿园|医院|市场|超市|商场|车站|地铁站|桥|河';
const INSIDE = '(?:\\d{1,5}号(?:院|楼)?|\\d{1,4}(?:号楼|栋|幢|座)|\\d{1,2}单元|[东南西北]门|门口|路口)';
const NAMED = new RegExp(
  `[\\p{Script=Han}]{1,8}?(?:${PLACE_END})(?:${INSIDE})*(?:[\\p{Script=Han}]{0,8}?(?:${PLACE_END})(?:${INSIDE})*){0,2}(?:${INSIDE})*`,
  'gu',
);
const NUMBERED = /\d{1,4}(?:号楼|栋|幢|座)(?:\d{1,2}单元)?/u;
/** Words that stand before a place and are no part of its name. */
const BEFORE =
  /(?:走|马|公|道|铁|修|堵|让|带|问|迷|绕)路|大家好|各位|你好|您好|请问|麻烦|网格员|我们|咱们|咱|我家|这里|那里|旁边|附近|看到|发现|路过|反映|位于|就在|走到|一下|有人|在|到|的|是|从|把|被|了|有|请|和|与|跟|去|来|往/gu;

/** The longest name of a place in a text; none when it names none. O(length). */
export function placeIn(text: string): string | undefined {
  const bare = text.replace(WHEN, (found) => (found.trim() === '' ? found : ' ')).replace(BEFORE, ' ');
  let best: string | undefined;
  for (const [found] of bare.matchAll(NAMED)) if (found.length > (best?.length ?? 1)) best = found;
  return best ?? NUMBERED.exec(bare)?.[0];
}
