// The words of emergencies that every room shares.

export const risks = [
  'rainstorm',
  'flood',
  'typhoon',
  'heat',
  'cold',
  'earthquake',
  'fire',
  'gas',
  'power',
  'epidemic',
  'crowd',
  'other',
] as const;
export type Risk = (typeof risks)[number];

/** 响应等级: Ⅳ is the lowest, Ⅰ the highest; ordered by a headquarters. */
export const responseLevels = ['IV', 'III', 'II', 'I'] as const;
export type ResponseLevel = (typeof responseLevels)[number];

/** What the product acts on: the community's own start (自主响应: 先期处置, early transfer), or a level that was ordered. */
export const actionLevels = ['own', ...responseLevels] as const;
export type ActionLevel = (typeof actionLevels)[number];

/** What people lack in an emergency. */
export const needKinds = [
  'rescue',
  'medical',
  'supplies',
  'people',
  'equipment',
  'shelter',
  'other',
] as const;
export type NeedKind = (typeof needKinds)[number];
