// What the address of the queue says: which view, which filters, which case is open beside it.
export type QueueSearch = {
  view?: 'queue' | 'mine' | 'waiting' | 'all' | undefined;
  layout?: 'list' | 'board' | undefined;
  state?: string | undefined;
  kind?: string | undefined;
  category?: string | undefined;
  overdue?: boolean | undefined;
  closed?: boolean | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  case?: string | undefined;
  action?: string | undefined;
};
