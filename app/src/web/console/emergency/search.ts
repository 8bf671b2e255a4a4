/** What the address of an emergency says: the side, what of it, and the record that lies open beside it. */
export type EmergencySearch = {
  tab?: string | undefined;
  state?: string | undefined;
  open?: string | undefined;
  action?: string | undefined;
};
