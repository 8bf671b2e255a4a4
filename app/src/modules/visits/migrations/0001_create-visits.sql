-- Visits by appointment. Targets are places, never people; what is kept of a visit is its outcome and the cases that the resident
-- wanted filed. No photo, no family data, no position.
create table visit_campaigns (
  district_code text not null,
  id uuid not null,
  title text not null,
  purpose text not null,
  area_id uuid not null,
  starts_on date not null,
  ends_on date not null,
  policy_ids uuid[] not null,
  account_id uuid not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  constraint visit_campaigns__pk primary key (district_code, id),
  constraint visit_campaigns__district foreign key (district_code) references districts (code),
  constraint visit_campaigns__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint visit_campaigns__dates check (ends_on >= starts_on)
);
create index visit_campaigns__by_area on visit_campaigns (district_code, area_id);

create table visit_targets (
  district_code text not null,
  id uuid not null,
  campaign_id uuid not null,
  kind text not null,
  label text not null,
  place_hash bytea not null,
  area_id uuid not null,
  post_id uuid not null,
  unit_id uuid not null,
  state text not null,
  version int not null,
  link_hash bytea not null,
  -- Instants in milliseconds, as the code has them.
  offered bigint[] not null,
  chosen_at timestamptz,
  visited_at timestamptz,
  visited_by uuid,
  last_command uuid,
  case_ids uuid[] not null,
  constraint visit_targets__pk primary key (district_code, id),
  constraint visit_targets__campaign foreign key (district_code, campaign_id) references visit_campaigns (district_code, id),
  constraint visit_targets__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint visit_targets__post foreign key (district_code, post_id) references org_posts (district_code, id),
  constraint visit_targets__once unique (district_code, campaign_id, place_hash),
  constraint visit_targets__link unique (district_code, link_hash),
  constraint visit_targets__kind check (kind in ('household', 'firm')),
  constraint visit_targets__state check (state in ('planned', 'offered', 'accepted', 'declined', 'opted-out', 'visited', 'not-home', 'refused'))
);
comment on column visit_targets.label is '[personal] address of a dwelling or firm; basis: an appointment to visit it; for the visiting post and its superiors';
create index visit_targets__by_area on visit_targets (district_code, area_id);
create index visit_targets__by_post on visit_targets (district_code, post_id, state);
create index visit_targets__by_place on visit_targets (district_code, place_hash);
create index visit_targets__by_visitor on visit_targets (district_code, visited_by, visited_at) where visited_by is not null;

-- Places that want no visits, as a keyed hash: later campaigns leave them out, and the list cannot be read.
create table visit_optouts (
  district_code text not null,
  place_hash bytea not null,
  since timestamptz not null,
  constraint visit_optouts__pk primary key (district_code, place_hash),
  constraint visit_optouts__district foreign key (district_code) references districts (code)
);

alter table visit_campaigns enable row level security;
alter table visit_campaigns force row level security;
create policy visit_campaigns__read on visit_campaigns for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy visit_campaigns__add on visit_campaigns for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy visit_campaigns__change on visit_campaigns for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table visit_targets enable row level security;
alter table visit_targets force row level security;
create policy visit_targets__read on visit_targets for select using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and (
    unit_id = any (scope_units()) or exists (select from tree_nodes n where n.district_code = visit_targets.district_code
      and n.id = visit_targets.area_id and scope_sees(n.path))))));
create policy visit_targets__add on visit_targets for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy visit_targets__change on visit_targets for update using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and (
    unit_id = any (scope_units()) or exists (select from tree_nodes n where n.district_code = visit_targets.district_code
      and n.id = visit_targets.area_id and scope_sees(n.path)))))) with check (district_code = scope_district());

alter table visit_optouts enable row level security;
alter table visit_optouts force row level security;
create policy visit_optouts__tenant on visit_optouts using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (
  district_code = scope_district() and scope_reach() = 'system');

grant select, insert, update on visit_campaigns, visit_targets to renlin_app;
grant select, insert, delete on visit_optouts to renlin_app;
