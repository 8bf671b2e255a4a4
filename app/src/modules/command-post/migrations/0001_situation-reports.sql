-- 情况报告: what was known of an emergency at a moment. The figures follow from the steps that were received before that moment, so that each can
-- be counted again; losses stand only as somebody reported them. Once signed nothing of it changes.
create table situation_reports (
  district_code text not null,
  id uuid not null,
  emergency_id uuid not null,
  area_id uuid not null,
  kind text not null,
  -- Everything received up to this instant is in it, nothing after.
  as_of timestamptz not null,
  -- [{code, value}] in the order of the document.
  figures jsonb not null,
  -- [{what, n, source}]: numbers that others gave, with who gave them.
  losses jsonb not null,
  words text not null,
  next_due timestamptz,
  made_by uuid not null,
  made_title text not null,
  signed_at timestamptz,
  signed_by uuid,
  signed_title text,
  -- Which signed one of the emergency it is.
  seq int,
  file_id uuid,
  sha256 text,
  constraint situation_reports__pk primary key (district_code, id),
  constraint situation_reports__district foreign key (district_code) references districts (code),
  constraint situation_reports__emergency foreign key (district_code, emergency_id) references cases (district_code, id),
  constraint situation_reports__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint situation_reports__kind check (kind in ('first', 'follow', 'final')),
  constraint situation_reports__seq unique (district_code, emergency_id, seq),
  constraint situation_reports__signed check (
    (signed_at is null) = (signed_by is null) and (signed_at is null) = (sha256 is null) and (signed_at is null) = (file_id is null)
    and (signed_at is null) = (seq is null))
);
create index situation_reports__by_emergency on situation_reports (district_code, emergency_id, as_of desc);
create index situation_reports__by_area on situation_reports (district_code, area_id);

alter table situation_reports enable row level security;
alter table situation_reports force row level security;
create policy situation_reports__read on situation_reports for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy situation_reports__add on situation_reports for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
-- A signed report is frozen: no row of it is there to be changed.
create policy situation_reports__sign on situation_reports for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system') and signed_at is null) with check (
  district_code = scope_district());
grant select, insert on situation_reports to renlin_app;
grant update (signed_at, signed_by, signed_title, seq, file_id, sha256) on situation_reports to renlin_app;
