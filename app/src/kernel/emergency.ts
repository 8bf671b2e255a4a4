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

/** What a drill plays: the three named ones of residents, the rainstorm of a community, and what a district writes itself. */
export const drillScenarios = ['rescue', 'quake', 'fire', 'rainstorm', 'other'] as const;
export type DrillScenario = (typeof drillScenarios)[number];

/** In the field, or at a table (桌面推演). */
export const drillModes = ['field', 'table-top'] as const;
export type DrillMode = (typeof drillModes)[number];

/** Who comes to a muster; a number of people, never who. */
export const musterGroups = ['staff', 'squad', 'volunteers', 'residents', 'students'] as const;
export type MusterGroup = (typeof musterGroups)[number];

export const drillResults = ['met', 'partly', 'not-met'] as const;

/** What people are called out for; teams say which of it they can do. */
export const callOutTasks = [
  'rescue',
  'first-aid',
  'flood',
  'fire',
  'power',
  'transfer',
  'logistics',
  'order',
  'disinfection',
  'registration',
  'comfort',
  'signal',
] as const;
export type CallOutTask = (typeof callOutTasks)[number];
/** Readiness is looked at before a season, or while a warning is in force: never all the time. */
export const readinessOccasions = ['season', 'warning'] as const;
