-- 演练 and 备勤核验 are cases. Here is what an exercise sends to which post and when (its script), and how many people signed up for a drill.
create table practice_lines (
  district_code text not null,
  id uuid not null,
  about uuid not null,
  line int not null,
  -- Minutes after the beginning.
  minute int not null,
  post_id uuid not null,
  what text not null,
  expect text not null,
  within_minutes int not null,
  -- Null: answering is all.
  do_minutes int,
  sent_at timestamptz,
  constraint practice_lines__pk primary key (district_code, id),
  constraint practice_lines__line unique (district_code, about, line),
  constraint practice_lines__post foreign key (district_code, post_id) references org_posts (district_code, id),
  constraint practice_lines__minute check (minute between 0 and 720 and within_minutes between 1 and 4320
    and (do_minutes is null or do_minutes between 1 and 720))
);
create index practice_lines__by_post on practice_lines (district_code, post_id);
create index practice_lines__unsent on practice_lines (district_code, about) where sent_at is null;

-- A number of people of a unit, never who they are.
create table drill_signups (
  district_code text not null,
  drill_id uuid not null,
  unit_id uuid not null,
  people_group text not null,
  headcount int not null,
  signed_at timestamptz not null,
  signed_by uuid not null,
  constraint drill_signups__pk primary key (district_code, drill_id, unit_id, people_group),
  constraint drill_signups__unit foreign key (district_code, unit_id) references tree_nodes (district_code, id),
  constraint drill_signups__group check (people_group in ('staff', 'squad', 'volunteers', 'residents', 'students')),
  constraint drill_signups__headcount check (headcount between 0 and 100000)
);
create index drill_signups__by_unit on drill_signups (district_code, unit_id);

-- Few among cases, and asked for by place and year.
create index cases__exercises on cases (district_code, kind, filed_at) where kind in ('drill', 'readiness-check', 'improvement');

alter table practice_lines enable row level security;
alter table practice_lines force row level security;
create policy practice_lines__read on practice_lines for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy practice_lines__add on practice_lines for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy practice_lines__change on practice_lines for update using (
  district_code = scope_district() and scope_reach() = 'system') with check (district_code = scope_district());
-- What has been sent is not taken out of the script.
create policy practice_lines__strike on practice_lines for delete using (
  district_code = scope_district() and scope_reach() in ('staff', 'system') and sent_at is null);

alter table drill_signups enable row level security;
alter table drill_signups force row level security;
create policy drill_signups__read on drill_signups for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy drill_signups__add on drill_signups for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy drill_signups__change on drill_signups for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

grant select, insert, update, delete on practice_lines to renlin_app;
grant select, insert, update on drill_signups to renlin_app;
