-- The second of the three lists: risks, in versions like the others.
alter table prep_documents drop constraint prep_documents__kind;
alter table prep_documents add constraint prep_documents__kind
  check (kind in ('duties', 'risks', 'plan-household', 'plan-point', 'plan-community'));
