/**
 * The street graph. Vertices are junctions, ends and blocked places; edges are the stretches between them with their bends. All
 * costs are whole milliseconds, so that every algorithm adds them up to the same total.
 */

export type StreetTags = { readonly [key: string]: string | undefined };

/** What a reader hands over: OSM-like ways over nodes, whatever the file format was. WGS84 degrees. */
export type StreetSource = {
  readonly nodes: {
    /** Ids in any order, each once. */
    readonly ids: ArrayLike<number>;
    readonly lon: ArrayLike<number>;
    readonly lat: ArrayLike<number>;
  };
  /** Tags of the nodes that carry any (gates, bollards, crossings). */
  readonly nodeTags: ReadonlyMap<number, StreetTags>;
  readonly ways: readonly StreetWay[];
  /** Restrictions of turns; missing = none are known. */
  readonly relations?: readonly TurnRelation[];
};

export type StreetWay = { readonly id: number; readonly refs: ArrayLike<number>; readonly tags: StreetTags };

/** A relation of the map as a reader hands it over; only restrictions of turns are looked at. */
export type TurnRelation = {
  readonly id: number;
  readonly tags: StreetTags;
  readonly members: readonly { readonly type: string; readonly ref: number; readonly role: string }[];
};

/** Cost of an edge that may not be walked or driven in this direction. */
export const NO_WAY = 0x3fffffff;

/** Bits of `StreetGraph.flags`. */
export const EDGE_STEPS = 1;
export const EDGE_BRIDGE = 2;
export const EDGE_TUNNEL = 4;
/** Nobody starts or ends here (a road whose sidewalks are mapped apart, a lift). */
export const EDGE_PASS_ONLY = 8;
export const EDGE_CROSSING = 16;
export const EDGE_PRIVATE = 32;

/** What a line on the ground is that nobody steps across. Index into `blockerKind`: new kinds go to the end, files keep the numbers. */
export const BLOCKER_KINDS = ['water', 'wall', 'railway', 'motorway', 'main-road', 'metro'] as const;
export type BlockerKind = (typeof BLOCKER_KINDS)[number];

export type StreetGraph = {
  readonly profile: string;
  /** Metres a second between a point and the street. */
  readonly accessSpeed: number;
  readonly vertexCount: number;
  readonly edgeCount: number;
  /** Position of each vertex, degrees. Vertices are numbered along a space-filling curve, so neighbours lie near in memory. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Ends of each edge. */
  readonly tail: Int32Array;
  readonly head: Int32Array;
  readonly metres: Float32Array;
  /** `cost[2e]` from tail to head, `cost[2e + 1]` back, milliseconds, or NO_WAY. A closure replaces this array alone. */
  readonly cost: Int32Array;
  readonly flags: Uint8Array;
  /** Id of the way that the edge was cut from. */
  readonly way: Float64Array;
  /**
   * Where turns are restricted, one stretch of street is several edges, each for those who may go on as it does: `twin[e]` is the next of
   * them, in a ring. All lie in the same direction, tail to head. Missing = every edge is a street of its own.
   */
  readonly twin?: Int32Array;
  /** Bends of edge e, without its ends: `shape*[shapeStart[e]] … shape*[shapeStart[e+1] − 1]`. */
  readonly shapeStart: Int32Array;
  readonly shapeLon: Float64Array;
  readonly shapeLat: Float64Array;
  /** Links of vertex v: `firstLink[v] … firstLink[v+1] − 1`; `link` is 2e when v is the tail of e, else 2e + 1. */
  readonly firstLink: Int32Array;
  readonly link: Int32Array;
  /** Strongly connected component of each vertex; 0 is the largest. */
  readonly component: Int32Array;
  readonly componentSize: Int32Array;
  /** Lines that a straight walk to the street may not cross: four numbers a segment (lon, lat, lon, lat). */
  readonly blockers: Float64Array;
  readonly blockerKind: Uint8Array;
};

/** What became of the restrictions of a map, counted by relation. */
export type TurnReport = {
  readonly applied: number;
  /** Hold at certain hours only; the graph knows no hours, so these turns stay open. */
  readonly conditional: number;
  /** Members missing, or it does not follow from them which turn is meant; these turns stay open. */
  readonly unclear: number;
  /** For other vehicles, or about ways that the profile does not use. */
  readonly irrelevant: number;
};

/** Faults of the input that were mended or left out, counted. */
export type BuildReport = {
  readonly ways: number;
  readonly usedWays: number;
  /** References to nodes that the source does not hold (extract edges). */
  readonly missingNodes: number;
  readonly closedGates: number;
  readonly turns: TurnReport;
  readonly components: number;
  /** Share of all vertices in the largest component. */
  readonly largestShare: number;
};
