-- Trainings by building, and who stands at a school's gate. Written from their declarations.
create table reg_trainings (
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
  held_on date,
  topic text,
  building uuid,
  headcount integer,
  organiser text,
  constraint reg_trainings__pk primary key (district_code, id),
  constraint reg_trainings__district foreign key (district_code) references districts (code),
  constraint reg_trainings__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_trainings__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_trainings__building foreign key (district_code, building) references reg_buildings (district_code, id)
);
create unique index reg_trainings__identity on reg_trainings (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_trainings__by_area on reg_trainings (district_code, area_id);
create index reg_trainings__by_time on reg_trainings (district_code, updated_at desc, id desc);
create index reg_trainings__by_title on reg_trainings (district_code, name, id);
create index reg_trainings__by_building on reg_trainings (district_code, building) where building is not null;

alter table reg_trainings enable row level security;
alter table reg_trainings force row level security;
create policy reg_trainings__own on reg_trainings using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
grant select, insert, update, delete on reg_trainings to renlin_app;

create table reg_school_rotas (
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
  school text,
  gate text,
  day date,
  hours text,
  event text,
  unit text,
  post text,
  people integer,
  constraint reg_school_rotas__pk primary key (district_code, id),
  constraint reg_school_rotas__district foreign key (district_code) references districts (code),
  constraint reg_school_rotas__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_school_rotas__days check (valid_to is null or valid_to >= valid_from)
);
create unique index reg_school_rotas__identity on reg_school_rotas (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_school_rotas__by_area on reg_school_rotas (district_code, area_id);
create index reg_school_rotas__by_time on reg_school_rotas (district_code, updated_at desc, id desc);
create index reg_school_rotas__by_title on reg_school_rotas (district_code, school, id);

alter table reg_school_rotas enable row level security;
alter table reg_school_rotas force row level security;
create policy reg_school_rotas__own on reg_school_rotas using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
create policy reg_school_rotas__below on reg_school_rotas for select using (
  district_code = scope_district() and scope_reach() = 'staff'
  and exists (select from unnest(scope_paths()) as own where starts_with(own, area_path)));
grant select, insert, update, delete on reg_school_rotas to renlin_app;
