-- The planning workbench: plans (what is asked, of which area), their runs (one frozen question with its answer), and the street graphs
-- of imported maps. A plan holds buildings, households and places; nothing of it is about a person but who made it.
create table plans (
  district_code text not null,
  id uuid not null,
  kind text not null,
  name text not null,
  area_id uuid not null,
  input json not null,
  -- A draft is its maker's own; a shared one shows to everybody who plans over the area.
  shared boolean not null default false,
  revision int not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  removed_at timestamptz,
  constraint plans__pk primary key (district_code, id),
  constraint plans__district foreign key (district_code) references districts (code),
  constraint plans__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint plans__kind check (kind in ('grids', 'coverage', 'siting')),
  constraint plans__revision check (revision > 0)
);
create index plans__by_area on plans (district_code, area_id);
create index plans__by_change on plans (district_code, changed_at desc);

create table plan_runs (
  district_code text not null,
  id uuid not null,
  plan_id uuid not null,
  number int not null,
  state text not null,
  -- The question as it was asked then, with its seed and work budget: asked again, it gives the same answer.
  input json not null,
  progress json,
  -- Of the buildings, streets and barriers that were read, and of the answer.
  data_hash text,
  result_hash text,
  result json,
  failure json,
  seconds double precision,
  asked_by uuid,
  asked_at timestamptz not null,
  started_at timestamptz,
  settled_at timestamptz,
  cancel_asked boolean not null default false,
  lease_owner text,
  lease_until timestamptz,
  tries int not null default 0,
  -- The change of the territory that this plan became.
  change_id uuid,
  constraint plan_runs__pk primary key (district_code, id),
  constraint plan_runs__plan foreign key (district_code, plan_id) references plans (district_code, id),
  constraint plan_runs__number unique (district_code, plan_id, number),
  constraint plan_runs__state check (state in ('queued', 'running', 'done', 'failed', 'cancelled'))
);
create index plan_runs__waiting on plan_runs (district_code, asked_at) where state in ('queued', 'running');

create table street_graphs (
  district_code text not null,
  -- walk, elder or wheelchair.
  walker text not null,
  blob_id uuid not null,
  sha256 text not null,
  vertices int not null,
  edges int not null,
  built_at timestamptz not null,
  constraint street_graphs__pk primary key (district_code, walker),
  constraint street_graphs__district foreign key (district_code) references districts (code)
);

alter table plans enable row level security;
alter table plans force row level security;
create policy plans__read on plans for select using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and (created_by = scope_account()
    or (shared and exists (select from tree_nodes n where n.district_code = plans.district_code and n.id = plans.area_id
      and (scope_sees(n.path) or scope_covers(n.path))))))));
create policy plans__add on plans for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy plans__change on plans for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table plan_runs enable row level security;
alter table plan_runs force row level security;
create policy plan_runs__read on plan_runs for select using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and exists (
    select from plans p where p.district_code = plan_runs.district_code and p.id = plan_runs.plan_id))));
create policy plan_runs__add on plan_runs for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy plan_runs__change on plan_runs for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table street_graphs enable row level security;
alter table street_graphs force row level security;
create policy street_graphs__read on street_graphs for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy street_graphs__write on street_graphs for all using (
  district_code = scope_district() and scope_reach() = 'system') with check (
  district_code = scope_district() and scope_reach() = 'system');

grant select, insert, update on plans, plan_runs to renlin_app;
grant select, insert, update, delete on street_graphs to renlin_app;
