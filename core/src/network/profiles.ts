import type { StreetTags } from './types.ts';

/**
 * Who moves, and how fast. Speeds are metres a second on the flat. Sources are named with each profile; where no standard gives a
 * figure, the text says "planning value": set your own with `{ ...PROFILES.elder, speed: 0.7 }`.
 */
export type Profile = {
  readonly name: string;
  readonly mode: 'foot' | 'vehicle';
  readonly speed: number;
  /** Along steps, measured horizontally; 0 = may not use steps. */
  readonly stepsSpeed: number;
  /** Seconds added on a crossing with signals; on one without. */
  readonly signalWait: number;
  readonly crossingWait: number;
  /** Seconds for a lift. */
  readonly liftWait: number;
  /** Stiles, turnstiles, kissing gates and kerbs marked as raised stop this profile. */
  readonly needsLevel: boolean;
  /** Narrowest way in metres where a width is mapped; 0 = any. */
  readonly width: number;
  readonly source: string;
};

/**
 * adult: 1.34 m/s is the mean free walking speed of U. Weidmann 1993 (Transporttechnik der Fussgänger); on stairs 0.61 m/s
 *   horizontally, his mean over up and down.
 * elder: 0.8 m/s, the threshold of slow gait in the European consensus on sarcopenia (Cruz-Jentoft et al. 2019).
 * wheelchair: 0.8 m/s, planning value; no steps, no stiles, at least 0.8 m wide.
 * stretcher: four bearers, 1.0 m/s on the flat and 0.4 m/s on stairs, planning values; at least 1 m wide.
 * vehicle: the lower of the speed limit (or class default) and what `vehicleSpeed` allows for signals and turns, planning values.
 * Waiting: half of a 60 s red phase gives about 15 s at signals on average; 3 s to look at other crossings. Planning values.
 */
export const PROFILES = {
  walk: {
    name: 'walk',
    mode: 'foot',
    speed: 1.34,
    stepsSpeed: 0.61,
    signalWait: 15,
    crossingWait: 3,
    liftWait: 45,
    needsLevel: false,
    width: 0,
    source: 'Weidmann 1993',
  },
  elder: {
    name: 'elder',
    mode: 'foot',
    speed: 0.8,
    stepsSpeed: 0.36,
    signalWait: 15,
    crossingWait: 5,
    liftWait: 45,
    needsLevel: false,
    width: 0,
    source: 'Cruz-Jentoft et al. 2019; steps in the proportion of Weidmann 1993',
  },
  wheelchair: {
    name: 'wheelchair',
    mode: 'foot',
    speed: 0.8,
    stepsSpeed: 0,
    signalWait: 15,
    crossingWait: 5,
    liftWait: 45,
    needsLevel: true,
    width: 0.8,
    source: 'planning value',
  },
  stretcher: {
    name: 'stretcher',
    mode: 'foot',
    speed: 1,
    stepsSpeed: 0.4,
    signalWait: 0,
    crossingWait: 0,
    liftWait: 60,
    needsLevel: true,
    width: 1,
    source: 'planning value',
  },
  vehicle: {
    name: 'vehicle',
    mode: 'vehicle',
    speed: 33,
    stepsSpeed: 0,
    signalWait: 0,
    crossingWait: 0,
    liftWait: 0,
    needsLevel: false,
    width: 0,
    source: 'speed limits; planning values for delays',
  },
} as const satisfies Record<string, Profile>;

/** The profile of a name. Throws RangeError naming the known ones. */
export function profileNamed(name: string): Profile {
  const found = Object.hasOwn(PROFILES, name) ? PROFILES[name as keyof typeof PROFILES] : undefined;
  if (found === undefined) {
    throw new RangeError(`profile: there is no "${name}"; choose ${Object.keys(PROFILES).join(', ')}`);
  }
  return found;
}

export type PrivateWays = 'exclude' | 'include';

/** How a way may be used: seconds a metre in each direction (Infinity = not), seconds added to the whole way, flags. */
export type WayUse = {
  readonly forward: number;
  readonly backward: number;
  readonly extra: number;
  /** A longer way with these tags may not be used after all; metres. */
  readonly longest: number;
  readonly steps: boolean;
  readonly crossing: boolean;
  readonly private: boolean;
  readonly passOnly: boolean;
};

const FOOT_WAYS = new Set([
  'footway',
  'path',
  'pedestrian',
  'steps',
  'corridor',
  'platform',
  'living_street',
  'residential',
  'unclassified',
  'service',
  'track',
  'road',
  'bridleway',
  'cycleway',
  'elevator',
]);
const MAIN_ROADS = new Set([
  'primary',
  'primary_link',
  'secondary',
  'secondary_link',
  'tertiary',
  'tertiary_link',
]);
/** On foot nobody follows a main road into a longer tunnel, unless a sidewalk or `foot` says otherwise; metres, planning value. */
const LONGEST_TUNNEL = 150;
const FAST_ROADS = new Set(['trunk', 'trunk_link']);
const ALLOWS = new Set([
  'yes',
  'designated',
  'permissive',
  'official',
  'destination',
  'customers',
  'delivery',
]);
const FORBIDS = new Set(['no', 'use_sidepath', 'agricultural', 'forestry', 'emergency', 'military']);
const HIDDEN = new Set(['private', 'permit', 'residents']);

/** Free-flow km/h by class where no limit is mapped, and the share of it that signals and turns leave. */
const VEHICLE_SPEED: Readonly<Record<string, readonly [limit: number, share: number]>> = {
  motorway: [100, 0.9],
  motorway_link: [50, 0.8],
  trunk: [70, 0.8],
  trunk_link: [40, 0.7],
  primary: [60, 0.6],
  primary_link: [30, 0.7],
  secondary: [50, 0.6],
  secondary_link: [30, 0.7],
  tertiary: [40, 0.6],
  tertiary_link: [30, 0.7],
  unclassified: [30, 0.7],
  residential: [30, 0.6],
  living_street: [15, 0.8],
  service: [15, 0.8],
  road: [30, 0.6],
};

/** How the profile uses a way with these tags; undefined = not at all. */
export function wayUse(tags: StreetTags, profile: Profile, privateWays: PrivateWays): WayUse | undefined {
  return profile.mode === 'foot' ? footUse(tags, profile, privateWays) : vehicleUse(tags, privateWays);
}

/** The most specific access word that is present decides. */
function accessOf(tags: StreetTags, keys: readonly string[]): 'yes' | 'no' | 'private' | undefined {
  for (const key of keys) {
    const value = tags[key];
    if (value === undefined) continue;
    if (ALLOWS.has(value)) return 'yes';
    if (HIDDEN.has(value)) return 'private';
    if (FORBIDS.has(value)) return 'no';
  }
  return undefined;
}

function footUse(tags: StreetTags, profile: Profile, privateWays: PrivateWays): WayUse | undefined {
  const highway = tags['highway'] ?? platformOf(tags);
  if (highway === undefined) return undefined;
  const access = accessOf(tags, ['foot', 'access']);
  const sidewalk =
    tags['sidewalk'] ?? tags['sidewalk:both'] ?? tags['sidewalk:left'] ?? tags['sidewalk:right'];
  const walksBeside = sidewalk !== undefined && sidewalk !== 'no' && sidewalk !== 'none';
  const footSaysYes = accessOf(tags, ['foot']) === 'yes';
  const allowed =
    FOOT_WAYS.has(highway) ||
    MAIN_ROADS.has(highway) ||
    (FAST_ROADS.has(highway) && (walksBeside || footSaysYes));
  if (!allowed || access === 'no') return undefined;
  const isPrivate = access === 'private';
  if (isPrivate && privateWays === 'exclude') return undefined;
  const steps = highway === 'steps';
  if (steps && profile.stepsSpeed === 0 && tags['ramp:wheelchair'] !== 'yes') return undefined;
  if (profile.needsLevel && (tags['wheelchair'] === 'no' || tags['kerb'] === 'raised')) return undefined;
  const width = Number.parseFloat(tags['width'] ?? '');
  if (profile.width > 0 && width < profile.width) return undefined;
  const pace = 1 / (steps && profile.stepsSpeed > 0 ? profile.stepsSpeed : profile.speed);
  const crossing =
    tags['footway'] === 'crossing' || tags['path'] === 'crossing' || tags['cycleway'] === 'crossing';
  const signals = crossing && (tags['crossing'] === 'traffic_signals' || tags['crossing:signals'] === 'yes');
  const lift = highway === 'elevator';
  const isTunnel = tags['tunnel'] !== undefined && tags['tunnel'] !== 'no';
  const walkable = walksBeside || footSaysYes || !(MAIN_ROADS.has(highway) && isTunnel);
  const direction = tags['oneway:foot'] ?? (steps ? movingStairs(tags) : undefined);
  return {
    forward: direction === '-1' ? Number.POSITIVE_INFINITY : pace,
    backward: direction === 'yes' || direction === '1' ? Number.POSITIVE_INFINITY : pace,
    longest: walkable ? Number.POSITIVE_INFINITY : LONGEST_TUNNEL,
    extra: lift ? profile.liftWait : crossing ? (signals ? profile.signalWait : profile.crossingWait) : 0,
    steps,
    crossing,
    private: isPrivate,
    // The rim of a square is walked, but who stands on the square starts from the streets that lead over it.
    passOnly: lift || crossing || sidewalk === 'separate' || tags['area'] === 'yes',
  };
}

function movingStairs(tags: StreetTags): string | undefined {
  if (tags['conveying'] === 'forward') return 'yes';
  return tags['conveying'] === 'backward' ? '-1' : undefined;
}

function platformOf(tags: StreetTags): string | undefined {
  return tags['railway'] === 'platform' || tags['public_transport'] === 'platform' ? 'platform' : undefined;
}

function vehicleUse(tags: StreetTags, privateWays: PrivateWays): WayUse | undefined {
  const highway = tags['highway'] ?? '';
  const speeds = VEHICLE_SPEED[highway];
  if (speeds === undefined) return undefined;
  const access = accessOf(tags, ['motorcar', 'motor_vehicle', 'vehicle', 'access']);
  if (access === 'no' || (access === 'private' && privateWays === 'exclude')) return undefined;
  const pace = 3.6 / (limitOf(tags['maxspeed'], speeds[0]) * speeds[1]);
  const oneway = tags['oneway'];
  if (oneway === 'reversible' || oneway === 'alternating') return undefined;
  const circular = tags['junction'] === 'roundabout' || tags['junction'] === 'circular';
  const isOneway =
    oneway === 'yes' ||
    oneway === 'true' ||
    oneway === '1' ||
    (oneway === undefined && (circular || highway === 'motorway'));
  return {
    forward: oneway === '-1' || oneway === 'reverse' ? Number.POSITIVE_INFINITY : pace,
    backward: isOneway ? Number.POSITIVE_INFINITY : pace,
    extra: 0,
    longest: Number.POSITIVE_INFINITY,
    steps: false,
    crossing: false,
    private: access === 'private',
    passOnly: highway === 'motorway' || highway === 'motorway_link',
  };
}

function limitOf(text: string | undefined, otherwise: number): number {
  const value = Number.parseFloat(text ?? '');
  if (!(value > 0 && value <= 200)) return otherwise;
  return text!.includes('mph') ? value * 1.609344 : value;
}

const LEVEL_BARRIERS = new Set([
  'stile',
  'turnstile',
  'kissing_gate',
  'full-height_turnstile',
  'step',
  'kerb',
  'log',
]);
const CLOSED_BARRIERS = new Set(['wall', 'fence', 'hedge', 'retaining_wall', 'city_wall', 'debris', 'ditch']);
const GATES = new Set([
  'gate',
  'lift_gate',
  'swing_gate',
  'sliding_gate',
  'hampshire_gate',
  'wicket_gate',
  'entrance',
  'toll_booth',
  'border_control',
  'cattle_grid',
  'height_restrictor',
  'bump_gate',
  'sally_port',
]);

/** True when nobody of this profile passes the node: a locked gate, a bollard for vehicles, a stile for wheels. */
export function blocksPassage(tags: StreetTags, profile: Profile, privateWays: PrivateWays): boolean {
  const barrier = tags['barrier'];
  if (barrier === undefined) return false;
  const keys =
    profile.mode === 'foot' ? ['foot', 'access'] : ['motorcar', 'motor_vehicle', 'vehicle', 'access'];
  const access = accessOf(tags, keys);
  if (access === 'yes') return false;
  if (access === 'no') return true;
  if (access === 'private') return privateWays === 'exclude';
  if (tags['locked'] === 'yes') return true;
  if (CLOSED_BARRIERS.has(barrier)) return true;
  if (profile.mode === 'vehicle') return !GATES.has(barrier);
  if (barrier === 'kerb') return profile.needsLevel && tags['kerb'] === 'raised';
  return profile.needsLevel && LEVEL_BARRIERS.has(barrier);
}
