-- A checklist that was answered about something (a drill, an emergency that is over): which version, by which post, what was found. Written
-- once; whoever looks again writes another one.
create table checklist_records (
  district_code text not null,
  id uuid not null,
  about uuid not null,
  code text not null,
  -- 0: the preset, as long as the district has none of its own in force.
  version int not null,
  answers jsonb not null,
  findings jsonb not null,
  account_id uuid not null,
  post_title text not null,
  at timestamptz not null,
  constraint checklist_records__pk primary key (district_code, id),
  constraint checklist_records__district foreign key (district_code) references districts (code)
);
create index checklist_records__by_about on checklist_records (district_code, about, at);
comment on column checklist_records.answers is '[personal] what somebody wrote may name people; read by staff, kept with what it is about';

alter table checklist_records enable row level security;
alter table checklist_records force row level security;
create policy checklist_records__read on checklist_records for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy checklist_records__add on checklist_records for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
grant select, insert on checklist_records to renlin_app;
