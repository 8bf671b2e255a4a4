-- Which rung of a call the desk on duty has been told of: once for each.
create table call_desk_told (
  district_code text not null,
  case_id uuid not null,
  state text not null,
  told_at timestamptz not null,
  constraint call_desk_told__pk primary key (district_code, case_id, state),
  constraint call_desk_told__district foreign key (district_code) references districts (code)
);
alter table call_desk_told enable row level security;
alter table call_desk_told force row level security;
create policy call_desk_told__read on call_desk_told for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy call_desk_told__add on call_desk_told for insert with check (
  district_code = scope_district() and scope_reach() = 'system');
grant select, insert on call_desk_told to renlin_app;
