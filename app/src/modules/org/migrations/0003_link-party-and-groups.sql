-- `entity`: a Party organisation ↔ the economic entity it works in (a firm, a chain, a base, a cooperative, a market of shops).
alter table org_bindings drop constraint org_bindings__kind_known;
alter table org_bindings add constraint org_bindings__kind_known
  check (kind in ('branch', 'jurisdiction', 'industry', 'entity'));

-- Which buildings a Party organisation or a group of residents works in. Ids of buildings belong to the map, which is replaced as a
-- whole: they are no foreign keys, and a building that is gone is simply not counted.
create table org_building_ties (
  district_code text not null,
  node_id uuid not null,
  building_id text not null,
  valid_from date not null,
  constraint org_building_ties__pk primary key (district_code, node_id, building_id),
  constraint org_building_ties__node_fk foreign key (district_code, node_id) references tree_nodes (district_code, id),
  constraint org_building_ties__building_length check (length(building_id) between 1 and 60)
);
create index org_building_ties__building on org_building_ties (district_code, building_id);
comment on table org_building_ties is 'tenant: buildings in which an organisation or a group works';
alter table org_building_ties enable row level security;
alter table org_building_ties force row level security;
create policy org_building_ties__read on org_building_ties for select using (district_code = scope_district());
create policy org_building_ties__add on org_building_ties for insert
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy org_building_ties__drop on org_building_ties for delete
  using (district_code = scope_district() and scope_reach() in ('staff', 'system'));
grant select, insert, delete on org_building_ties to renlin_app;
