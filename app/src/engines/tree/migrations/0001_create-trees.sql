-- Effective-dated trees: territory (`area`), Party organisations (`party`) and units (`unit`) share these tables.
-- A node is an identity with an opaque id and a short key; what it was called, where it hung and which code it bore is a
-- span with dates. The row of `tree_nodes` repeats the current span, so that the hot paths read one row.

create table tree_counters (
  district_code text not null,
  tree text not null,
  next_key int not null default 0,
  -- Counts every change of the tree; caches compare it.
  revision bigint not null default 0,
  constraint tree_counters__pk primary key (district_code, tree),
  constraint tree_counters__district_fk foreign key (district_code) references districts (code),
  constraint tree_counters__tree_known check (tree in ('area', 'party', 'unit'))
);
comment on table tree_counters is 'tenant: the next key of each tree, and the lock that makes its changes take turns';

create table tree_nodes (
  district_code text not null,
  id uuid not null,
  tree text not null,
  key text collate "C" not null,
  version int not null default 1,
  parent_id uuid,
  name text not null,
  level text not null,
  code text,
  -- `/`-terminated chain of keys from the root, e.g. 0/1a/2f/: a scope is a byte-wise prefix of it.
  path text collate "C" not null,
  attributes jsonb not null default '{}',
  -- First day of the current span; first day ever; first day it no longer exists.
  since date not null,
  opened_on date not null,
  closed_on date,
  constraint tree_nodes__pk primary key (district_code, id),
  constraint tree_nodes__parent_fk foreign key (district_code, parent_id) references tree_nodes (district_code, id),
  constraint tree_nodes__tree_known check (tree in ('area', 'party', 'unit')),
  constraint tree_nodes__key_shape check (key ~ '^[0-9a-z]{1,6}$'),
  constraint tree_nodes__path_shape check (path ~ '^([0-9a-z]{1,6}/)+$' and length(path) <= 200),
  constraint tree_nodes__name_length check (length(name) between 1 and 120),
  constraint tree_nodes__dates_ordered check (closed_on is null or closed_on >= opened_on)
);
create unique index tree_nodes__key_once on tree_nodes (district_code, tree, key);
create unique index tree_nodes__code_once on tree_nodes (district_code, tree, code) where code is not null and closed_on is null;
create index tree_nodes__parent on tree_nodes (district_code, parent_id);
create index tree_nodes__path on tree_nodes (district_code, tree, path);
comment on table tree_nodes is 'tenant: nodes of the three trees with their current state';

create table tree_spans (
  district_code text not null,
  node_id uuid not null,
  valid_from date not null,
  -- The first day on which the span no longer holds; null while it does.
  valid_to date,
  tree text not null,
  parent_id uuid,
  name text not null,
  level text not null,
  code text,
  path text collate "C" not null,
  attributes jsonb not null default '{}',
  constraint tree_spans__pk primary key (district_code, node_id, valid_from),
  constraint tree_spans__node_fk foreign key (district_code, node_id) references tree_nodes (district_code, id),
  constraint tree_spans__parent_fk foreign key (district_code, parent_id) references tree_nodes (district_code, id),
  constraint tree_spans__dates_ordered check (valid_to is null or valid_to >= valid_from)
);
create unique index tree_spans__one_open on tree_spans (district_code, node_id) where valid_to is null;
create index tree_spans__path on tree_spans (district_code, tree, path);
create index tree_spans__parent on tree_spans (district_code, parent_id);
comment on table tree_spans is 'tenant: what was true of a node from which day to which day';

-- A node that ended, and what took its place: one row when several merged into one or one was renumbered, several when it was split.
create table tree_successions (
  district_code text not null,
  node_id uuid not null,
  successor_id uuid not null,
  effective_on date not null,
  constraint tree_successions__pk primary key (district_code, node_id, successor_id),
  constraint tree_successions__node_fk foreign key (district_code, node_id) references tree_nodes (district_code, id),
  constraint tree_successions__successor_fk foreign key (district_code, successor_id) references tree_nodes (district_code, id),
  constraint tree_successions__not_itself check (node_id <> successor_id)
);
create index tree_successions__successor on tree_successions (district_code, successor_id);
comment on table tree_successions is 'tenant: replaced_by, for merged and split nodes';

-- The journal: append-only (no update is granted). It also makes commands idempotent.
create table tree_steps (
  district_code text not null,
  command_id uuid not null,
  node_id uuid not null,
  tree text not null,
  name text not null,
  version int not null,
  effective_on date not null,
  at timestamptz not null,
  account_id uuid,
  detail jsonb not null,
  constraint tree_steps__pk primary key (district_code, command_id, node_id),
  constraint tree_steps__node_fk foreign key (district_code, node_id) references tree_nodes (district_code, id)
);
create unique index tree_steps__version_once on tree_steps (district_code, node_id, version);
comment on table tree_steps is 'tenant: append-only journal of the trees';

-- Boundaries in WGS84 (GeoJSON Polygon or MultiPolygon), effective-dated like the rest.
create table area_boundaries (
  district_code text not null,
  area_id uuid not null,
  valid_from date not null,
  valid_to date,
  geometry jsonb not null,
  west double precision not null,
  south double precision not null,
  east double precision not null,
  north double precision not null,
  area_m2 double precision not null,
  constraint area_boundaries__pk primary key (district_code, area_id, valid_from),
  constraint area_boundaries__area_fk foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint area_boundaries__dates_ordered check (valid_to is null or valid_to >= valid_from),
  constraint area_boundaries__box check (west <= east and south <= north)
);
create unique index area_boundaries__one_open on area_boundaries (district_code, area_id) where valid_to is null;
comment on table area_boundaries is 'tenant: outlines of areas with dates';

alter table tree_counters enable row level security;
alter table tree_counters force row level security;
alter table tree_nodes enable row level security;
alter table tree_nodes force row level security;
alter table tree_spans enable row level security;
alter table tree_spans force row level security;
alter table tree_successions enable row level security;
alter table tree_successions force row level security;
alter table tree_steps enable row level security;
alter table tree_steps force row level security;
alter table area_boundaries enable row level security;
alter table area_boundaries force row level security;

-- The trees are public knowledge inside a district (a resident sees names of grids); only staff and the system change them,
-- and staff only below the areas of their posts. Which duty that takes is the services' business.
create policy tree_counters__read on tree_counters for select using (district_code = scope_district());
create policy tree_counters__insert on tree_counters for insert
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy tree_counters__update on tree_counters for update
  using (district_code = scope_district() and scope_reach() in ('staff', 'system'));

create policy tree_nodes__read on tree_nodes for select using (district_code = scope_district());
create policy tree_nodes__insert on tree_nodes for insert
  with check (district_code = scope_district()
    and (scope_reach() = 'system' or (scope_reach() = 'staff' and (tree <> 'area' or scope_covers(path)))));
create policy tree_nodes__update on tree_nodes for update
  using (district_code = scope_district()
    and (scope_reach() = 'system' or (scope_reach() = 'staff' and (tree <> 'area' or scope_covers(path)))))
  with check (district_code = scope_district()
    and (scope_reach() = 'system' or (scope_reach() = 'staff' and (tree <> 'area' or scope_covers(path)))));

create policy tree_spans__read on tree_spans for select using (district_code = scope_district());
create policy tree_spans__insert on tree_spans for insert
  with check (district_code = scope_district()
    and (scope_reach() = 'system' or (scope_reach() = 'staff' and (tree <> 'area' or scope_covers(path)))));
create policy tree_spans__update on tree_spans for update
  using (district_code = scope_district()
    and (scope_reach() = 'system' or (scope_reach() = 'staff' and (tree <> 'area' or scope_covers(path)))));

create policy tree_successions__read on tree_successions for select using (district_code = scope_district());
create policy tree_successions__insert on tree_successions for insert
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

create policy tree_steps__read on tree_steps for select
  using (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy tree_steps__insert on tree_steps for insert
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

create policy area_boundaries__read on area_boundaries for select using (district_code = scope_district());
create policy area_boundaries__insert on area_boundaries for insert
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy area_boundaries__update on area_boundaries for update
  using (district_code = scope_district() and scope_reach() in ('staff', 'system'));

grant select, insert, update on tree_counters, tree_nodes, tree_spans, area_boundaries to renlin_app;
grant select, insert on tree_successions, tree_steps to renlin_app;
