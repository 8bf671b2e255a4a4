-- A change of the organisation as one thing: what it is, from which day, who planned it, what came of it. It is planned, then either
-- withdrawn, carried out on its day, or found impossible on that day with the reason.
create table org_changes (
  district_code text not null,
  id uuid not null,
  tree text not null,
  kind text not null,
  plan jsonb not null,
  -- The nodes that it changes; no two planned changes may share one.
  touches uuid[] not null,
  effective_on date not null,
  state text not null,
  note text not null default '',
  planned_by uuid,
  planned_at timestamptz not null,
  settled_by uuid,
  settled_at timestamptz,
  -- What was created, closed and renamed, and how much work moved: enough to offer the way back.
  result jsonb,
  failure jsonb,
  -- The change that this one takes back.
  reverses uuid,
  constraint org_changes__pk primary key (district_code, id),
  constraint org_changes__district_fk foreign key (district_code) references districts (code),
  constraint org_changes__reverses_fk foreign key (district_code, reverses) references org_changes (district_code, id),
  constraint org_changes__tree_known check (tree in ('area', 'party', 'unit')),
  constraint org_changes__kind_known check (kind in ('rename', 'move', 'merge', 'split', 'redraw')),
  constraint org_changes__state_known check (state in ('planned', 'done', 'withdrawn', 'failed'))
);
create index org_changes__due on org_changes (district_code, effective_on) where state = 'planned';
create index org_changes__reverses on org_changes (district_code, reverses);
create index org_changes__listed on org_changes (district_code, planned_at desc);
comment on table org_changes is 'tenant: planned and carried out changes of areas, Party organisations and units';
comment on column org_changes.note is '[personal] words of the planner; may name people';
alter table org_changes enable row level security;
alter table org_changes force row level security;
create policy org_changes__read on org_changes for select
  using (district_code = scope_district() and scope_reach() in ('staff', 'system'));
-- Written by the service with the reach of the system: it moves work that the planner need not see.
create policy org_changes__insert on org_changes for insert
  with check (district_code = scope_district() and scope_reach() = 'system');
create policy org_changes__update on org_changes for update
  using (district_code = scope_district() and scope_reach() = 'system');
grant select, insert, update on org_changes to renlin_app;
