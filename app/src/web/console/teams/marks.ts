// What may be written on a line of the roll, by where the person stands; the server refuses the rest.
export const marks = [
  'accept-turn',
  'decline-turn',
  'arrive-turn',
  'relieve-turn',
  'home-safe',
  'report-missing',
] as const;
export type Mark = (typeof marks)[number];

const BY_STATE: Readonly<Record<string, readonly Mark[]>> = {
  'turn-asked': ['accept-turn', 'decline-turn', 'arrive-turn'],
  'turn-coming': ['arrive-turn', 'decline-turn', 'report-missing'],
  'turn-present': ['relieve-turn', 'home-safe', 'report-missing'],
  'turn-relieved': ['home-safe', 'report-missing'],
  'turn-missing': ['home-safe'],
};

export const marksFor = (state: string): readonly Mark[] => BY_STATE[state] ?? [];
