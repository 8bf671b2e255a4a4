// What the cases module needs from its neighbours, as functions: main wires the org, places and files modules into them.
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { RulingOnCategory } from '../catalogue/public.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };

export type FiledAsked = {
  area: { key: string; path: string };
  filedFrom: number;
  filedBefore: number;
  by: 'area' | 'area-month';
};

/** What was merged is counted with the case it went into: `belongs`. */
export type FiledCount = {
  key: string;
  filed: number;
  belongs: number;
  closed: number;
  found_solved: number;
  said_yes: number;
  said_no: number;
  said_nothing: number;
};

export type CasesPorts = {
  /** The chain of areas that hold a point, the district first; empty when it lies outside. */
  locate(district: string, lng: number, lat: number): Promise<readonly AreaFact[]>;
  /** An area with the areas above it, the district first; empty when unknown. */
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
  /** A readable address for a point, '' when nothing is near. */
  addressAt(district: string, lng: number, lat: number): Promise<string>;
  /** The posts that hold a duty nearest above a place: the first level at which somebody holds it. */
  holdersNear(tx: Tx, duty: string, areaPath: string): Promise<readonly string[]>;
  /** Marks uploads as used by a case; refuses unknown ones and residents' uploads without their claim. Gives plain ids. */
  claimFiles(tx: Tx, references: readonly string[], actor: Actor): Promise<string[]>;
  /** Proposes what a ruling means for the duty list, in the ruling's transaction. */
  proposeDutyItem(tx: Tx, ruling: RulingOnCategory): Promise<void>;
  /**
   * What of the loop was filed within a time and what became of it, as far as the reader of the transaction sees it by areas and units;
   * in groups by the areas below (`area`), or by these and the month of filing: the key, a space and the month.
   */
  filedCounts(tx: Tx, asked: FiledAsked): Promise<readonly FiledCount[]>;
  /** A key of this installation from which follow codes are derived. */
  followKey: Uint8Array;
};
