-- One command to many cases: what was asked for, and how each of them took it. The steps themselves are on the cases.
create table bulk_runs (
  district_code text not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  form jsonb not null,
  state text not null,
  total int not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  worked_until timestamptz not null,
  constraint bulk_runs__pk primary key (district_code, id),
  constraint bulk_runs__district foreign key (district_code) references districts (code),
  constraint bulk_runs__state check (state in ('running', 'done', 'undoing', 'undone'))
);
comment on column bulk_runs.form is '[personal] words of a note may name people';
create index bulk_runs__unfinished on bulk_runs (district_code, worked_until) where state in ('running', 'undoing');

create table bulk_items (
  district_code text not null,
  bulk_id uuid not null,
  case_id uuid not null,
  position int not null,
  base_version int not null,
  result text,
  code text,
  params jsonb,
  undo_result text,
  undo_code text,
  undo_params jsonb,
  constraint bulk_items__pk primary key (district_code, bulk_id, case_id),
  constraint bulk_items__run foreign key (district_code, bulk_id) references bulk_runs (district_code, id),
  constraint bulk_items__result check (result in ('done', 'refused')),
  constraint bulk_items__undo_result check (undo_result in ('done', 'refused'))
);

alter table bulk_runs enable row level security;
alter table bulk_runs force row level security;
create policy bulk_runs__own on bulk_runs using (
  district_code = scope_district() and (scope_reach() = 'system' or account_id = scope_account())) with check (
  district_code = scope_district() and (scope_reach() = 'system' or account_id = scope_account()));
alter table bulk_items enable row level security;
alter table bulk_items force row level security;
create policy bulk_items__own on bulk_items using (
  district_code = scope_district() and (scope_reach() = 'system' or exists (
    select from bulk_runs r where r.district_code = bulk_items.district_code and r.id = bulk_items.bulk_id))) with check (
  district_code = scope_district());
grant select, insert, update on bulk_runs, bulk_items to renlin_app;
