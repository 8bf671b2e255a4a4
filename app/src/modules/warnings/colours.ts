// 蓝黄橙红 and the severities of CAP. The four colours come from 突发事件应对法 (2007) 第四十二条: red is the first level and the highest, then
// orange, yellow, blue. That they stand for CAP's four severities one by one is this product's own table, written in docs/warnings.md: CAP
// itself names no colours. What the issuer wrote in words goes before the table.
import type { Risk } from '../../kernel/emergency.ts';
import type { CapInfo } from './cap/meaning.ts';

export const colours = ['blue', 'yellow', 'orange', 'red'] as const;
export type Colour = (typeof colours)[number];
export type Severity = CapInfo['severity'];

export const severityOf: Readonly<Record<Colour, Severity>> = {
  red: 'Extreme',
  orange: 'Severe',
  yellow: 'Moderate',
  blue: 'Minor',
};

const WORDS: readonly [RegExp, Colour][] = [
  [/红色|\bred\b/i, 'red'],
  [/橙色|\borange\b/i, 'orange'],
  [/黄色|\byellow\b/i, 'yellow'],
  [/蓝色|\bblue\b/i, 'blue'],
];

/** The colour of a warning and where it was read: the issuer's words (only when they name exactly one), or the table. */
export function colourOf(info: CapInfo): { colour: Colour | null; from: 'words' | 'severity' | 'none' } {
  const words = [
    info.event,
    info.headline,
    ...info.parameters
      .filter((one) => /colou?r|颜色|awareness_level/i.test(one.name))
      .map((one) => one.value),
  ].join('\n');
  const named = WORDS.filter(([pattern]) => pattern.test(words)).map(([, colour]) => colour);
  if (named.length === 1 && named[0]) return { colour: named[0], from: 'words' };
  const colour = colours.find((one) => severityOf[one] === info.severity);
  return colour ? { colour, from: 'severity' } : { colour: null, from: 'none' };
}

const RISKS: readonly [RegExp, Risk][] = [
  [/暴雨|雷雨|强降|\brain|storm/i, 'rainstorm'],
  [/台风|typhoon|hurricane|cyclone/i, 'typhoon'],
  [/洪|涝|内涝|flood/i, 'flood'],
  [/高温|heat/i, 'heat'],
  [/寒潮|冰|雪|霜冻|低温|snow|frost|freez|cold|\bice\b/i, 'cold'],
  [/地震|earthquake|\bEQ\b/i, 'earthquake'],
  [/燃气|煤气|gas leak/i, 'gas'],
  [/火|fire/i, 'fire'],
  [/停电|停水|power|outage/i, 'power'],
  [/疫|传染|epidemic|disease/i, 'epidemic'],
];

/** Which risk a warning speaks of, by the words of its event: a suggestion for the response that may be started. */
export function riskOf(event: string): Risk {
  return RISKS.find(([pattern]) => pattern.test(event))?.[1] ?? 'other';
}
