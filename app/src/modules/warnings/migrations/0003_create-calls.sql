-- 叫应: who was called about a warning, rung by rung, and which person answered, how and when. A notice that was sent answers nothing.
create table warning_calls (
  district_code text not null,
  id uuid not null,
  warning_id uuid not null,
  area_id uuid not null,
  post_id uuid not null,
  rung int not null,
  called_at timestamptz not null,
  answered_at timestamptz,
  how text,
  recorded_by uuid,
  note text not null default '',
  constraint warning_calls__pk primary key (district_code, id),
  constraint warning_calls__once unique (district_code, warning_id, area_id, post_id),
  constraint warning_calls__warning foreign key (district_code, warning_id) references warnings (district_code, id),
  constraint warning_calls__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint warning_calls__rung check (rung between 0 and 2),
  constraint warning_calls__how check (how in ('app', 'phone', 'in-person')),
  constraint warning_calls__answer check (
    (answered_at is null) = (how is null) and (answered_at is null) = (recorded_by is null))
);
create index warning_calls__by_area on warning_calls (district_code, area_id);
comment on column warning_calls.recorded_by is '[personal] who answered or heard the answer; purpose: that somebody answered is said by a person';
comment on column warning_calls.note is '[personal] what was said on the telephone may name people; kept with the warning';

alter table warning_calls enable row level security;
alter table warning_calls force row level security;
create policy warning_calls__read on warning_calls for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy warning_calls__add on warning_calls for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy warning_calls__answer on warning_calls for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system') and answered_at is null)
  with check (district_code = scope_district());
grant select, insert, update on warning_calls to renlin_app;
