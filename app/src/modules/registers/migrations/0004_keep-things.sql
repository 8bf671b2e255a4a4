-- A thing stays when what it says of people goes; what it still says of people has an end.
alter table reg_social_organisations
  drop constraint reg_social_organisations__ends,
  add constraint reg_social_organisations__ends check (expires_on is not null or num_nonnulls(leader, phone) = 0);
alter table reg_households
  drop constraint reg_households__ends,
  add constraint reg_households__ends check (expires_on is not null or num_nonnulls(size, tenure) = 0);
alter table reg_venues
  drop constraint reg_venues__ends,
  add constraint reg_venues__ends check (expires_on is not null or num_nonnulls(keeper, phone) = 0);
alter table reg_firms
  drop constraint reg_firms__ends,
  add constraint reg_firms__ends check (expires_on is not null or num_nonnulls(leader, phone) = 0);
alter table reg_property_firms
  drop constraint reg_property_firms__ends,
  add constraint reg_property_firms__ends check (expires_on is not null or num_nonnulls(manager, phone) = 0);
alter table reg_owners_committees
  drop constraint reg_owners_committees__ends,
  add constraint reg_owners_committees__ends check (expires_on is not null or num_nonnulls(chair, phone) = 0);
alter table reg_stocks
  drop constraint reg_stocks__ends,
  add constraint reg_stocks__ends check (expires_on is not null or num_nonnulls(custodian, phone) = 0);
