/** What makes sense for many cases at once. Checking is not among them: somebody has to look. */
export const BULK_COMMANDS = [
  'accept',
  'dispatch',
  'redirect',
  'request-extension',
  'decide-extension',
  'merge',
  'decline',
  'finish',
  'note',
] as const;
export type BulkCommand = (typeof BULK_COMMANDS)[number];

export const MOST_AT_ONCE = 1000;
