-- 一表通: a unit's own form with its cells bound to facts, and what was generated from it. A version of a form is never changed; a
-- generated report keeps what every cell said and before which instant it was counted; once signed nothing of it changes.
create table report_templates (
  district_code text not null,
  id uuid not null,
  version int not null,
  title text not null,
  format text not null,
  unit_id uuid not null,
  -- The unit that wants it; null for a unit's own use.
  for_unit_id uuid,
  file_id uuid not null,
  -- [{ref, fact}]: where in the form, and which fact.
  cells jsonb not null,
  made_by uuid not null,
  made_at timestamptz not null,
  constraint report_templates__pk primary key (district_code, id, version),
  constraint report_templates__district foreign key (district_code) references districts (code),
  constraint report_templates__unit foreign key (district_code, unit_id) references tree_nodes (district_code, id),
  constraint report_templates__for_unit foreign key (district_code, for_unit_id) references tree_nodes (district_code, id),
  constraint report_templates__format check (format in ('xlsx', 'docx')),
  constraint report_templates__version check (version >= 1)
);
create index report_templates__by_unit on report_templates (district_code, unit_id);
create index report_templates__by_for_unit on report_templates (district_code, for_unit_id) where for_unit_id is not null;

create table report_runs (
  district_code text not null,
  id uuid not null,
  template_id uuid not null,
  template_version int not null,
  unit_id uuid not null,
  for_unit_id uuid,
  area_id uuid not null,
  period_from date not null,
  period_to date not null,
  -- What was known before this instant is in it.
  known_until timestamptz not null,
  made_by uuid not null,
  made_at timestamptz not null,
  -- [{ref, fact, value, why}]: the number, or why there is none.
  cells jsonb not null,
  signed_at timestamptz,
  signed_by uuid,
  signed_title text,
  file_id uuid,
  sha256 text,
  constraint report_runs__pk primary key (district_code, id),
  constraint report_runs__template foreign key (district_code, template_id, template_version)
    references report_templates (district_code, id, version),
  constraint report_runs__unit foreign key (district_code, unit_id) references tree_nodes (district_code, id),
  constraint report_runs__for_unit foreign key (district_code, for_unit_id) references tree_nodes (district_code, id),
  constraint report_runs__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint report_runs__days check (period_to >= period_from),
  constraint report_runs__signed check (
    (signed_at is null) = (signed_by is null) and (signed_at is null) = (sha256 is null) and (signed_at is null) = (file_id is null))
);
create index report_runs__by_template on report_runs (district_code, template_id, template_version);
create index report_runs__by_unit on report_runs (district_code, unit_id, made_at desc);
create index report_runs__by_for_unit on report_runs (district_code, for_unit_id, made_at) where for_unit_id is not null;
create index report_runs__by_area on report_runs (district_code, area_id);

alter table report_templates enable row level security;
alter table report_templates force row level security;
create policy report_templates__staff on report_templates using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
alter table report_runs enable row level security;
alter table report_runs force row level security;
create policy report_runs__read on report_runs for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy report_runs__add on report_runs for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
-- A signed report is frozen: no row of it is there to be changed.
create policy report_runs__sign on report_runs for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system') and signed_at is null) with check (
  district_code = scope_district());
grant select, insert on report_templates, report_runs to renlin_app;
grant update (signed_at, signed_by, signed_title, file_id, sha256) on report_runs to renlin_app;
