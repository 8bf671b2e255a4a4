-- Whom a household named to be reached by. Written from its declaration.
create table reg_household_contacts (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  address text,
  phone text,
  phone_key bytea,
  contact text,
  contact_phone text,
  contact_phone_key bytea,
  buddy text,
  buddy_phone text,
  buddy_phone_key bytea,
  agreed boolean,
  constraint reg_household_contacts__pk primary key (district_code, id),
  constraint reg_household_contacts__district foreign key (district_code) references districts (code),
  constraint reg_household_contacts__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_household_contacts__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_household_contacts__ends check (expires_on is not null)
);
comment on column reg_household_contacts.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_household_contacts.address is '[personal] consent: to reach this household at a warning or in an emergency: first itself, then the contact and the neighbour it named';
comment on column reg_household_contacts.phone is '[personal] sealed; consent: to reach this household at a warning or in an emergency: first itself, then the contact and the neighbour it named';
comment on column reg_household_contacts.phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_household_contacts.contact is '[personal] consent: to reach this household at a warning or in an emergency: first itself, then the contact and the neighbour it named';
comment on column reg_household_contacts.contact_phone is '[personal] sealed; consent: to reach this household at a warning or in an emergency: first itself, then the contact and the neighbour it named';
comment on column reg_household_contacts.contact_phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_household_contacts.buddy is '[personal] consent: to reach this household at a warning or in an emergency: first itself, then the contact and the neighbour it named';
comment on column reg_household_contacts.buddy_phone is '[personal] sealed; consent: to reach this household at a warning or in an emergency: first itself, then the contact and the neighbour it named';
comment on column reg_household_contacts.buddy_phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_household_contacts.agreed is '[personal] consent: to reach this household at a warning or in an emergency: first itself, then the contact and the neighbour it named';
create unique index reg_household_contacts__identity on reg_household_contacts (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_household_contacts__by_area on reg_household_contacts (district_code, area_id);
create index reg_household_contacts__by_time on reg_household_contacts (district_code, updated_at desc, id desc);
create index reg_household_contacts__by_title on reg_household_contacts (district_code, address, id);
create index reg_household_contacts__by_end on reg_household_contacts (district_code, expires_on);
create index reg_household_contacts__phone_key on reg_household_contacts (district_code, phone_key) where phone_key is not null;
create index reg_household_contacts__contact_phone_key on reg_household_contacts (district_code, contact_phone_key) where contact_phone_key is not null;
create index reg_household_contacts__buddy_phone_key on reg_household_contacts (district_code, buddy_phone_key) where buddy_phone_key is not null;

alter table reg_household_contacts enable row level security;
alter table reg_household_contacts force row level security;
create policy reg_household_contacts__own on reg_household_contacts using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_household_contacts to renlin_app;

