-- Rows of outcomes are looked up by when they came, by the keeper of counts and by the planner of visit-backs. Without an index that
-- asks for valid_to, closing a row rewrites no index entry where its page has room for it.
create index case_outcomes__known on case_outcomes (district_code, valid_from);
drop index case_outcomes__ended;
alter table case_outcomes set (fillfactor = 80);

-- What the three rates are counted from, kept as changes: by how much a number grew or shrank when it was known. A number as of a day is
-- the sum of what was known by its end; past days never change. `aspect` says what a row tells apart: a place, and with it units,
-- categories, or both; 'leaf' is by the whole path of the area. Made from case_outcomes alone, and made again from it at will.
create table rate_counts (
  district_code text not null,
  measure text not null,
  aspect text not null,
  place text collate "C" not null,
  filed_day date not null,
  known_at timestamptz not null,
  kind text not null,
  unit_id uuid not null,
  category text not null,
  parent text collate "C" not null,
  filed int not null,
  withdrawn int not null,
  belongs int not null,
  excluded int not null,
  counted int not null,
  response_of int not null,
  response_in int not null,
  ended int not null,
  checked int not null,
  solved_yes int not null,
  solved_no int not null,
  solved_silent int not null,
  satisfied_yes int not null,
  satisfied_no int not null,
  satisfied_silent int not null,
  closed int not null,
  found_solved int not null,
  said_yes int not null,
  said_no int not null,
  said_nothing int not null,
  constraint rate_counts__pk primary key (district_code, measure, aspect, place, filed_day, known_at, kind, unit_id, category, parent),
  constraint rate_counts__aspect check (aspect in ('area', 'unit', 'category', 'both', 'leaf'))
);
create index rate_counts__below on rate_counts (district_code, measure, aspect, parent, filed_day) where parent <> '';
create index rate_counts__category on rate_counts (district_code, measure, category, filed_day) where aspect = 'leaf';
create index rate_counts__unit on rate_counts (district_code, measure, unit_id, filed_day) where aspect = 'leaf';
create index rate_counts__known on rate_counts (district_code, measure, known_at);

-- Every path at which something was ever counted.
create table rate_paths (
  district_code text not null,
  path text collate "C" not null,
  constraint rate_paths__pk primary key (district_code, path)
);
-- How far the counts were kept.
create table rate_marks (
  district_code text not null,
  measure text not null,
  counted_to timestamptz not null,
  constraint rate_marks__pk primary key (district_code, measure)
);
-- Days of which rows were written later: they are counted again, and until then the rows themselves are.
create table rate_stale (
  district_code text not null,
  day date not null,
  id uuid not null default gen_random_uuid(),
  constraint rate_stale__pk primary key (district_code, day, id)
);

alter table rate_counts enable row level security;
alter table rate_counts force row level security;
create policy rate_counts__read on rate_counts for select using (
  district_code = scope_district() and scope_reach() in ('system', 'staff'));
create policy rate_counts__add on rate_counts for insert with check (district_code = scope_district() and scope_reach() = 'system');
create policy rate_counts__drop on rate_counts for delete using (district_code = scope_district() and scope_reach() = 'system');
alter table rate_paths enable row level security;
alter table rate_paths force row level security;
create policy rate_paths__read on rate_paths for select using (
  district_code = scope_district() and scope_reach() in ('system', 'staff'));
create policy rate_paths__add on rate_paths for insert with check (district_code = scope_district() and scope_reach() = 'system');
alter table rate_marks enable row level security;
alter table rate_marks force row level security;
create policy rate_marks__read on rate_marks for select using (
  district_code = scope_district() and scope_reach() in ('system', 'staff'));
create policy rate_marks__add on rate_marks for insert with check (district_code = scope_district() and scope_reach() = 'system');
create policy rate_marks__move on rate_marks for update using (district_code = scope_district() and scope_reach() = 'system')
  with check (district_code = scope_district());
alter table rate_stale enable row level security;
alter table rate_stale force row level security;
create policy rate_stale__tenant on rate_stale using (district_code = scope_district()) with check (district_code = scope_district());
grant select, insert, delete on rate_counts, rate_stale to renlin_app;
grant select, insert on rate_paths to renlin_app;
grant select, insert, update on rate_marks to renlin_app;
