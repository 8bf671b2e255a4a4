-- Households; visits by statutory duty; incidents, and the people registered for one of them. Written from their declarations.
create table reg_households (
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
  building uuid,
  size text,
  tenure text,
  checked_on date,
  constraint reg_households__pk primary key (district_code, id),
  constraint reg_households__district foreign key (district_code) references districts (code),
  constraint reg_households__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_households__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_households__ends check (expires_on is not null),
  constraint reg_households__building foreign key (district_code, building) references reg_buildings (district_code, id)
);
comment on column reg_households.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_households.size is '[personal] statutory: to bring water and food to each door in an emergency, and transport for all of them';
comment on column reg_households.tenure is '[personal] statutory: to bring water and food to each door in an emergency, and transport for all of them';
create unique index reg_households__identity on reg_households (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_households__by_area on reg_households (district_code, area_id);
create index reg_households__by_time on reg_households (district_code, updated_at desc, id desc);
create index reg_households__by_title on reg_households (district_code, address, id);
create index reg_households__by_end on reg_households (district_code, expires_on);
create index reg_households__by_building on reg_households (district_code, building) where building is not null;

alter table reg_households enable row level security;
alter table reg_households force row level security;
create policy reg_households__own on reg_households using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_households to renlin_app;

create table reg_welfare_visits (
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
  phone text,
  phone_key bytea,
  circumstance text,
  visit_every text,
  visitor text,
  kin text,
  kin_phone text,
  kin_phone_key bytea,
  constraint reg_welfare_visits__pk primary key (district_code, id),
  constraint reg_welfare_visits__district foreign key (district_code) references districts (code),
  constraint reg_welfare_visits__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_welfare_visits__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_welfare_visits__ends check (expires_on is not null)
);
comment on column reg_welfare_visits.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_welfare_visits.name is '[personal] statutory: to call on them as often as the rule asks, and to help when something has happened';
comment on column reg_welfare_visits.address is '[personal] statutory: to call on them as often as the rule asks, and to help when something has happened';
comment on column reg_welfare_visits.phone is '[personal] sealed; statutory: to call on them as often as the rule asks, and to help when something has happened';
comment on column reg_welfare_visits.phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_welfare_visits.circumstance is '[personal] sealed; statutory: to call on them as often as the rule asks, and to help when something has happened';
comment on column reg_welfare_visits.visit_every is '[personal] statutory: to call on them as often as the rule asks, and to help when something has happened';
comment on column reg_welfare_visits.visitor is '[personal] statutory: to call on them as often as the rule asks, and to help when something has happened';
comment on column reg_welfare_visits.kin is '[personal] statutory: to call on them as often as the rule asks, and to help when something has happened';
comment on column reg_welfare_visits.kin_phone is '[personal] sealed; statutory: to call on them as often as the rule asks, and to help when something has happened';
comment on column reg_welfare_visits.kin_phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_welfare_visits__identity on reg_welfare_visits (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_welfare_visits__by_area on reg_welfare_visits (district_code, area_id);
create index reg_welfare_visits__by_time on reg_welfare_visits (district_code, updated_at desc, id desc);
create index reg_welfare_visits__by_title on reg_welfare_visits (district_code, name, id);
create index reg_welfare_visits__by_end on reg_welfare_visits (district_code, expires_on);
create index reg_welfare_visits__phone_key on reg_welfare_visits (district_code, phone_key) where phone_key is not null;
create index reg_welfare_visits__kin_phone_key on reg_welfare_visits (district_code, kin_phone_key) where kin_phone_key is not null;

alter table reg_welfare_visits enable row level security;
alter table reg_welfare_visits force row level security;
create policy reg_welfare_visits__own on reg_welfare_visits using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_welfare_visits to renlin_app;

create table reg_incidents (
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
  kind text,
  ordered_by text,
  began_on date,
  ended_on date,
  constraint reg_incidents__pk primary key (district_code, id),
  constraint reg_incidents__district foreign key (district_code) references districts (code),
  constraint reg_incidents__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_incidents__days check (valid_to is null or valid_to >= valid_from)
);
create unique index reg_incidents__identity on reg_incidents (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_incidents__by_area on reg_incidents (district_code, area_id);
create index reg_incidents__by_time on reg_incidents (district_code, updated_at desc, id desc);
create index reg_incidents__by_title on reg_incidents (district_code, name, id);

alter table reg_incidents enable row level security;
alter table reg_incidents force row level security;
create policy reg_incidents__own on reg_incidents using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
create policy reg_incidents__below on reg_incidents for select using (
  district_code = scope_district() and scope_reach() = 'staff'
  and exists (select from unnest(scope_paths()) as own where starts_with(own, area_path)));
grant select, insert, update, delete on reg_incidents to renlin_app;

create table reg_incident_people (
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
  incident uuid,
  name text,
  address text,
  phone text,
  phone_key bytea,
  people integer,
  needs text,
  constraint reg_incident_people__pk primary key (district_code, id),
  constraint reg_incident_people__district foreign key (district_code) references districts (code),
  constraint reg_incident_people__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_incident_people__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_incident_people__ends check (expires_on is not null),
  constraint reg_incident_people__incident foreign key (district_code, incident) references reg_incidents (district_code, id)
);
comment on column reg_incident_people.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_incident_people.name is '[personal] emergency: to reach, move and help the person in this incident alone; deleted after it';
comment on column reg_incident_people.address is '[personal] emergency: to reach, move and help the person in this incident alone; deleted after it';
comment on column reg_incident_people.phone is '[personal] sealed; emergency: to reach, move and help the person in this incident alone; deleted after it';
comment on column reg_incident_people.phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_incident_people.people is '[personal] emergency: to reach, move and help the person in this incident alone; deleted after it';
comment on column reg_incident_people.needs is '[personal] sealed; emergency: to reach, move and help the person in this incident alone; deleted after it';
create unique index reg_incident_people__identity on reg_incident_people (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_incident_people__by_area on reg_incident_people (district_code, area_id);
create index reg_incident_people__by_time on reg_incident_people (district_code, updated_at desc, id desc);
create index reg_incident_people__by_title on reg_incident_people (district_code, name, id);
create index reg_incident_people__by_end on reg_incident_people (district_code, expires_on);
create index reg_incident_people__phone_key on reg_incident_people (district_code, phone_key) where phone_key is not null;
create index reg_incident_people__by_incident on reg_incident_people (district_code, incident) where incident is not null;

alter table reg_incident_people enable row level security;
alter table reg_incident_people force row level security;
create policy reg_incident_people__own on reg_incident_people using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_incident_people to renlin_app;

-- Institutions of a place hold for all below it.
create policy reg_institutions__below on reg_institutions for select using (
  district_code = scope_district() and scope_reach() = 'staff'
  and exists (select from unnest(scope_paths()) as own where starts_with(own, area_path)));
