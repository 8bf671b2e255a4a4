-- The first registers: buildings and dwellings, social organisations, and care by consent. Written from their declarations.
create table reg_buildings (
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
  compound text,
  address text,
  use text,
  structure text,
  build_year integer,
  floors integer,
  stairwells integer,
  households integer,
  floor_area numeric(18,3),
  lift boolean,
  way_out text,
  checked_on date,
  constraint reg_buildings__pk primary key (district_code, id),
  constraint reg_buildings__district foreign key (district_code) references districts (code),
  constraint reg_buildings__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_buildings__days check (valid_to is null or valid_to >= valid_from)
);
create unique index reg_buildings__identity on reg_buildings (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_buildings__by_area on reg_buildings (district_code, area_id);
create index reg_buildings__by_time on reg_buildings (district_code, updated_at desc, id desc);
create index reg_buildings__by_title on reg_buildings (district_code, name, id);

alter table reg_buildings enable row level security;
alter table reg_buildings force row level security;
create policy reg_buildings__own on reg_buildings using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
grant select, insert, update, delete on reg_buildings to renlin_app;

create table reg_dwellings (
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
  building uuid,
  room text,
  tenure text,
  floor_area numeric(18,3),
  gas boolean,
  checked_on date,
  constraint reg_dwellings__pk primary key (district_code, id),
  constraint reg_dwellings__district foreign key (district_code) references districts (code),
  constraint reg_dwellings__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_dwellings__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_dwellings__building foreign key (district_code, building) references reg_buildings (district_code, id)
);
create unique index reg_dwellings__identity on reg_dwellings (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_dwellings__by_area on reg_dwellings (district_code, area_id);
create index reg_dwellings__by_time on reg_dwellings (district_code, updated_at desc, id desc);
create index reg_dwellings__by_title on reg_dwellings (district_code, room, id);
create index reg_dwellings__by_building on reg_dwellings (district_code, building) where building is not null;

alter table reg_dwellings enable row level security;
alter table reg_dwellings force row level security;
create policy reg_dwellings__own on reg_dwellings using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
grant select, insert, update, delete on reg_dwellings to renlin_app;

create table reg_social_organisations (
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
  nature text,
  strengths text[],
  members integer,
  staff integer,
  founded_on date,
  address text,
  leader text,
  phone text,
  phone_key bytea,
  emergency boolean,
  constraint reg_social_organisations__pk primary key (district_code, id),
  constraint reg_social_organisations__district foreign key (district_code) references districts (code),
  constraint reg_social_organisations__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_social_organisations__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_social_organisations__ends check (expires_on is not null)
);
comment on column reg_social_organisations.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_social_organisations.leader is '[personal] contract: to reach whoever leads the organisation for services, and for help in an emergency';
comment on column reg_social_organisations.phone is '[personal] sealed; contract: to reach whoever leads the organisation for services, and for help in an emergency';
comment on column reg_social_organisations.phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_social_organisations__identity on reg_social_organisations (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_social_organisations__by_area on reg_social_organisations (district_code, area_id);
create index reg_social_organisations__by_time on reg_social_organisations (district_code, updated_at desc, id desc);
create index reg_social_organisations__by_title on reg_social_organisations (district_code, name, id);
create index reg_social_organisations__by_end on reg_social_organisations (district_code, expires_on);
create index reg_social_organisations__phone_key on reg_social_organisations (district_code, phone_key) where phone_key is not null;

alter table reg_social_organisations enable row level security;
alter table reg_social_organisations force row level security;
create policy reg_social_organisations__own on reg_social_organisations using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_social_organisations to renlin_app;

create table reg_care (
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
  id_number text,
  id_number_key bytea,
  address text,
  phone text,
  phone_key bytea,
  birth_on date,
  needs text,
  helper text,
  helper_phone text,
  helper_phone_key bytea,
  guardian text,
  guardian_phone text,
  guardian_phone_key bytea,
  visit_every text,
  constraint reg_care__pk primary key (district_code, id),
  constraint reg_care__district foreign key (district_code) references districts (code),
  constraint reg_care__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_care__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_care__ends check (expires_on is not null)
);
comment on column reg_care.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_care.name is '[personal] consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.id_number is '[personal] sealed; consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.id_number_key is '[personal] keyed hash, to find the whole value';
comment on column reg_care.address is '[personal] consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.phone is '[personal] sealed; consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_care.birth_on is '[personal] consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.needs is '[personal] sealed; consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.helper is '[personal] consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.helper_phone is '[personal] sealed; consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.helper_phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_care.guardian is '[personal] consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.guardian_phone is '[personal] sealed; consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
comment on column reg_care.guardian_phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_care.visit_every is '[personal] consent: to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first';
create unique index reg_care__identity on reg_care (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_care__by_area on reg_care (district_code, area_id);
create index reg_care__by_time on reg_care (district_code, updated_at desc, id desc);
create index reg_care__by_title on reg_care (district_code, name, id);
create index reg_care__by_end on reg_care (district_code, expires_on);
create index reg_care__id_number_key on reg_care (district_code, id_number_key) where id_number_key is not null;
create index reg_care__phone_key on reg_care (district_code, phone_key) where phone_key is not null;
create index reg_care__helper_phone_key on reg_care (district_code, helper_phone_key) where helper_phone_key is not null;
create index reg_care__guardian_phone_key on reg_care (district_code, guardian_phone_key) where guardian_phone_key is not null;

alter table reg_care enable row level security;
alter table reg_care force row level security;
create policy reg_care__own on reg_care using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_care to renlin_app;
