-- Patrols: which checklist is gone through at which places how often, and what was seen there. What is due is computed from plans and
-- records; no row is made ahead. A record says what of a place, in which period; never a way, a position of a person, or how long.
create table patrol_plans (
  district_code text not null,
  id uuid not null,
  title text not null,
  checklist_code text not null,
  area_id uuid not null,
  -- `areas` names a level, `assets` their categories, `features` things of the map by their ids.
  place_kind text not null,
  place_values text[] not null,
  every text not null,
  every_n int not null,
  duty text not null,
  starts_on date not null,
  -- The last day, inclusive; null while no end is known.
  ends_on date,
  created_by uuid,
  created_at timestamptz not null,
  constraint patrol_plans__pk primary key (district_code, id),
  constraint patrol_plans__district foreign key (district_code) references districts (code),
  constraint patrol_plans__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint patrol_plans__place_kind check (place_kind in ('areas', 'assets', 'features')),
  constraint patrol_plans__every check (every in ('days', 'workday', 'week', 'month', 'quarter')),
  constraint patrol_plans__every_n check (every_n between 1 and 366),
  constraint patrol_plans__days check (ends_on is null or ends_on >= starts_on)
);
create index patrol_plans__by_area on patrol_plans (district_code, area_id);
create index patrol_plans__by_checklist on patrol_plans (district_code, checklist_code);

create table patrol_records (
  district_code text not null,
  -- The id of the command that brought it: sent twice, it is one.
  id uuid not null,
  plan_id uuid not null,
  -- `area:`, `asset:` or `feature:` and the id.
  place_id text not null,
  place_name text not null,
  -- Where the place lies now: it follows when areas are redrawn.
  area_id uuid not null,
  period_from date not null,
  checklist_code text not null,
  checklist_version int not null,
  answers jsonb not null,
  note text not null,
  account_id uuid not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  constraint patrol_records__pk primary key (district_code, id),
  constraint patrol_records__plan foreign key (district_code, plan_id) references patrol_plans (district_code, id),
  constraint patrol_records__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint patrol_records__version foreign key (district_code, checklist_code, checklist_version)
    references checklist_versions (district_code, code, version)
);
comment on column patrol_records.note is '[personal] free words about a place; may name people against the rule; for the patrol and those above it';
create index patrol_records__by_plan on patrol_records (district_code, plan_id, place_id, period_from desc);
create index patrol_records__by_place on patrol_records (district_code, place_id, occurred_at desc);
create index patrol_records__by_area on patrol_records (district_code, area_id);
create index patrol_records__by_version on patrol_records (district_code, checklist_code, checklist_version);

-- What was found, and the case that it became or joined.
create table patrol_findings (
  district_code text not null,
  record_id uuid not null,
  item text not null,
  place_id text not null,
  area_id uuid not null,
  words text not null,
  case_id uuid not null,
  joined boolean not null,
  found_at timestamptz not null,
  constraint patrol_findings__pk primary key (district_code, record_id, item),
  constraint patrol_findings__record foreign key (district_code, record_id) references patrol_records (district_code, id),
  constraint patrol_findings__area foreign key (district_code, area_id) references tree_nodes (district_code, id)
);
comment on column patrol_findings.words is '[personal] free words about a danger in a thing; may name people against the rule; for the patrol and those above it';
create index patrol_findings__by_place on patrol_findings (district_code, place_id, item, found_at desc);
create index patrol_findings__by_case on patrol_findings (district_code, case_id);
create index patrol_findings__by_area on patrol_findings (district_code, area_id);

alter table patrol_plans enable row level security;
alter table patrol_plans force row level security;
create policy patrol_plans__read on patrol_plans for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy patrol_plans__add on patrol_plans for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy patrol_plans__change on patrol_plans for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

-- Records are written after the module has checked who may: the place may have gone to another grid while the phone was away.
alter table patrol_records enable row level security;
alter table patrol_records force row level security;
create policy patrol_records__read on patrol_records for select using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and exists (
    select from tree_nodes n where n.district_code = patrol_records.district_code and n.id = patrol_records.area_id
      and scope_sees(n.path)))));
create policy patrol_records__add on patrol_records for insert with check (
  district_code = scope_district() and scope_reach() = 'system');
create policy patrol_records__follow on patrol_records for update using (
  district_code = scope_district() and scope_reach() = 'system') with check (district_code = scope_district());

alter table patrol_findings enable row level security;
alter table patrol_findings force row level security;
create policy patrol_findings__read on patrol_findings for select using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and exists (
    select from tree_nodes n where n.district_code = patrol_findings.district_code and n.id = patrol_findings.area_id
      and scope_sees(n.path)))));
create policy patrol_findings__add on patrol_findings for insert with check (
  district_code = scope_district() and scope_reach() = 'system');
create policy patrol_findings__follow on patrol_findings for update using (
  district_code = scope_district() and scope_reach() = 'system') with check (district_code = scope_district());

grant select, insert, update on patrol_plans to renlin_app;
-- Of what was recorded only the place's area follows; the rest is never written again.
grant select, insert on patrol_records, patrol_findings to renlin_app;
grant update (area_id) on patrol_records, patrol_findings to renlin_app;
