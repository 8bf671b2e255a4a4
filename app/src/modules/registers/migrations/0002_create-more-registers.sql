-- Firms, property firms and committees of owners, places, stocks, volunteers, institutions and hazards. Written from their declarations.
create table reg_venues (
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
  name text,
  address text,
  everyday text,
  emergency text[],
  capacity integer,
  floor_area numeric(18,3),
  power boolean,
  step_free boolean,
  keeper text,
  phone text,
  phone_key bytea,
  constraint reg_venues__pk primary key (district_code, id),
  constraint reg_venues__district foreign key (district_code) references districts (code),
  constraint reg_venues__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_venues__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_venues__ends check (expires_on is not null)
);
comment on column reg_venues.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_venues.keeper is '[personal] contract: to reach the keeper when the place or the stock is needed';
comment on column reg_venues.phone is '[personal] sealed; contract: to reach the keeper when the place or the stock is needed';
comment on column reg_venues.phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_venues__identity on reg_venues (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_venues__by_area on reg_venues (district_code, area_id);
create index reg_venues__by_time on reg_venues (district_code, updated_at desc, id desc);
create index reg_venues__by_title on reg_venues (district_code, name, id);
create index reg_venues__by_end on reg_venues (district_code, expires_on);
create index reg_venues__phone_key on reg_venues (district_code, phone_key) where phone_key is not null;

alter table reg_venues enable row level security;
alter table reg_venues force row level security;
create policy reg_venues__own on reg_venues using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_venues to renlin_app;

create table reg_firms (
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
  name text,
  credit_code text,
  trade text,
  address text,
  staff integer,
  flame boolean,
  leader text,
  phone text,
  phone_key bytea,
  constraint reg_firms__pk primary key (district_code, id),
  constraint reg_firms__district foreign key (district_code) references districts (code),
  constraint reg_firms__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_firms__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_firms__ends check (expires_on is not null)
);
comment on column reg_firms.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_firms.leader is '[personal] contract: to reach whoever is responsible about safety, repairs and emergencies';
comment on column reg_firms.phone is '[personal] sealed; contract: to reach whoever is responsible about safety, repairs and emergencies';
comment on column reg_firms.phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_firms__identity on reg_firms (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_firms__by_area on reg_firms (district_code, area_id);
create index reg_firms__by_time on reg_firms (district_code, updated_at desc, id desc);
create index reg_firms__by_title on reg_firms (district_code, name, id);
create index reg_firms__by_end on reg_firms (district_code, expires_on);
create index reg_firms__phone_key on reg_firms (district_code, phone_key) where phone_key is not null;

alter table reg_firms enable row level security;
alter table reg_firms force row level security;
create policy reg_firms__own on reg_firms using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_firms to renlin_app;

create table reg_property_firms (
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
  compound text,
  firm text,
  credit_code text,
  mode text,
  contract_from date,
  contract_to date,
  fee numeric(18,3),
  hotline text,
  manager text,
  phone text,
  phone_key bytea,
  constraint reg_property_firms__pk primary key (district_code, id),
  constraint reg_property_firms__district foreign key (district_code) references districts (code),
  constraint reg_property_firms__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_property_firms__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_property_firms__ends check (expires_on is not null)
);
comment on column reg_property_firms.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_property_firms.manager is '[personal] contract: to reach whoever is responsible about safety, repairs and emergencies';
comment on column reg_property_firms.phone is '[personal] sealed; contract: to reach whoever is responsible about safety, repairs and emergencies';
comment on column reg_property_firms.phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_property_firms__identity on reg_property_firms (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_property_firms__by_area on reg_property_firms (district_code, area_id);
create index reg_property_firms__by_time on reg_property_firms (district_code, updated_at desc, id desc);
create index reg_property_firms__by_title on reg_property_firms (district_code, compound, id);
create index reg_property_firms__by_end on reg_property_firms (district_code, expires_on);
create index reg_property_firms__phone_key on reg_property_firms (district_code, phone_key) where phone_key is not null;

alter table reg_property_firms enable row level security;
alter table reg_property_firms force row level security;
create policy reg_property_firms__own on reg_property_firms using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_property_firms to renlin_app;

create table reg_owners_committees (
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
  compound text,
  kind text,
  elected_on date,
  term_to date,
  members integer,
  office text,
  chair text,
  phone text,
  phone_key bytea,
  constraint reg_owners_committees__pk primary key (district_code, id),
  constraint reg_owners_committees__district foreign key (district_code) references districts (code),
  constraint reg_owners_committees__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_owners_committees__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_owners_committees__ends check (expires_on is not null)
);
comment on column reg_owners_committees.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_owners_committees.chair is '[personal] contract: to reach whoever is responsible about safety, repairs and emergencies';
comment on column reg_owners_committees.phone is '[personal] sealed; contract: to reach whoever is responsible about safety, repairs and emergencies';
comment on column reg_owners_committees.phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_owners_committees__identity on reg_owners_committees (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_owners_committees__by_area on reg_owners_committees (district_code, area_id);
create index reg_owners_committees__by_time on reg_owners_committees (district_code, updated_at desc, id desc);
create index reg_owners_committees__by_title on reg_owners_committees (district_code, compound, id);
create index reg_owners_committees__by_end on reg_owners_committees (district_code, expires_on);
create index reg_owners_committees__phone_key on reg_owners_committees (district_code, phone_key) where phone_key is not null;

alter table reg_owners_committees enable row level security;
alter table reg_owners_committees force row level security;
create policy reg_owners_committees__own on reg_owners_committees using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_owners_committees to renlin_app;

create table reg_stocks (
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
  item text,
  kind text,
  quantity numeric(18,3),
  measure text,
  lot text,
  best_before date,
  place text,
  holding text,
  custodian text,
  phone text,
  phone_key bytea,
  constraint reg_stocks__pk primary key (district_code, id),
  constraint reg_stocks__district foreign key (district_code) references districts (code),
  constraint reg_stocks__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_stocks__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_stocks__ends check (expires_on is not null)
);
comment on column reg_stocks.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_stocks.custodian is '[personal] contract: to reach the keeper when the place or the stock is needed';
comment on column reg_stocks.phone is '[personal] sealed; contract: to reach the keeper when the place or the stock is needed';
comment on column reg_stocks.phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_stocks__identity on reg_stocks (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_stocks__by_area on reg_stocks (district_code, area_id);
create index reg_stocks__by_time on reg_stocks (district_code, updated_at desc, id desc);
create index reg_stocks__by_title on reg_stocks (district_code, item, id);
create index reg_stocks__by_end on reg_stocks (district_code, expires_on);
create index reg_stocks__phone_key on reg_stocks (district_code, phone_key) where phone_key is not null;

alter table reg_stocks enable row level security;
alter table reg_stocks force row level security;
create policy reg_stocks__own on reg_stocks using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_stocks to renlin_app;

create table reg_volunteers (
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
  name text,
  phone text,
  phone_key bytea,
  skills text[],
  free text[],
  constraint reg_volunteers__pk primary key (district_code, id),
  constraint reg_volunteers__district foreign key (district_code) references districts (code),
  constraint reg_volunteers__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_volunteers__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_volunteers__ends check (expires_on is not null)
);
comment on column reg_volunteers.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_volunteers.name is '[personal] consent: to ask for help with the skills that the volunteer offered';
comment on column reg_volunteers.phone is '[personal] sealed; consent: to ask for help with the skills that the volunteer offered';
comment on column reg_volunteers.phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_volunteers.skills is '[personal] consent: to ask for help with the skills that the volunteer offered';
comment on column reg_volunteers.free is '[personal] consent: to ask for help with the skills that the volunteer offered';
create unique index reg_volunteers__identity on reg_volunteers (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_volunteers__by_area on reg_volunteers (district_code, area_id);
create index reg_volunteers__by_time on reg_volunteers (district_code, updated_at desc, id desc);
create index reg_volunteers__by_title on reg_volunteers (district_code, name, id);
create index reg_volunteers__by_end on reg_volunteers (district_code, expires_on);
create index reg_volunteers__phone_key on reg_volunteers (district_code, phone_key) where phone_key is not null;

alter table reg_volunteers enable row level security;
alter table reg_volunteers force row level security;
create policy reg_volunteers__own on reg_volunteers using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_volunteers to renlin_app;

create table reg_institutions (
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
  name text,
  phase text,
  owner text,
  basis text,
  in_force_on date,
  review_on date,
  constraint reg_institutions__pk primary key (district_code, id),
  constraint reg_institutions__district foreign key (district_code) references districts (code),
  constraint reg_institutions__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_institutions__days check (valid_to is null or valid_to >= valid_from)
);
create unique index reg_institutions__identity on reg_institutions (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_institutions__by_area on reg_institutions (district_code, area_id);
create index reg_institutions__by_time on reg_institutions (district_code, updated_at desc, id desc);
create index reg_institutions__by_title on reg_institutions (district_code, name, id);

alter table reg_institutions enable row level security;
alter table reg_institutions force row level security;
create policy reg_institutions__own on reg_institutions using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
grant select, insert, update, delete on reg_institutions to renlin_app;

create table reg_hazards (
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
  place text,
  kind text,
  level text,
  measure text,
  owner text,
  found_on date,
  due_on date,
  constraint reg_hazards__pk primary key (district_code, id),
  constraint reg_hazards__district foreign key (district_code) references districts (code),
  constraint reg_hazards__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_hazards__days check (valid_to is null or valid_to >= valid_from)
);
create unique index reg_hazards__identity on reg_hazards (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_hazards__by_area on reg_hazards (district_code, area_id);
create index reg_hazards__by_time on reg_hazards (district_code, updated_at desc, id desc);
create index reg_hazards__by_title on reg_hazards (district_code, place, id);

alter table reg_hazards enable row level security;
alter table reg_hazards force row level security;
create policy reg_hazards__own on reg_hazards using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
grant select, insert, update, delete on reg_hazards to renlin_app;
