import type { Direction, MissingRule, Scaling } from './scaling.ts';

/** A composite index as data: what is measured, how it is scaled and weighed, and where each choice comes from. */
export interface IndicatorDefinition {
  id: string;
  label: string;
  dimension: string;
  direction: Direction;
  scaling?: Scaling;
  /** Where the indicator is defined. */
  source: string;
  /** `verified`: read in the source; `to-confirm`: from memory or a secondary text; `own`: our own proposal. */
  status: 'verified' | 'to-confirm' | 'own';
}

export type Weighting =
  | { method: 'equal' }
  | { method: 'given'; weights: readonly number[] }
  | { method: 'ahp'; comparisons: readonly (readonly number[])[] }
  | { method: 'entropy' }
  | { method: 'critic' };

export interface IndexDefinition {
  id: string;
  indicators: readonly IndicatorDefinition[];
  scaling: Scaling;
  missing: MissingRule;
  weighting: Weighting;
  /** Within a dimension, then over dimensions. `sum` of dimensions is BRIC's own form. */
  aggregation: { within: 'arithmetic' | 'geometric' | 'topsis'; across: 'arithmetic' | 'geometric' | 'sum' };
}

export interface PlaceRow {
  id: string;
  values: Readonly<Record<string, number | null>>;
}
