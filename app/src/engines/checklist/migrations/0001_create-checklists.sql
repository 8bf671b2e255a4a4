-- Checklists by code and version. A version without a day is the draft; a published one is never written again.
create table checklist_versions (
  district_code text not null,
  code text not null,
  version int not null,
  title jsonb not null,
  basis_kind text not null,
  basis text not null,
  items jsonb not null,
  -- Counts the edits of a draft, so that two editors cannot write over each other.
  revision int not null,
  effective_from date,
  drafted_by uuid,
  drafted_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  constraint checklist_versions__pk primary key (district_code, code, version),
  constraint checklist_versions__district foreign key (district_code) references districts (code),
  constraint checklist_versions__basis_kind check (basis_kind in ('legal', 'local')),
  constraint checklist_versions__published check ((effective_from is null) = (published_at is null))
);
create unique index checklist_versions__draft on checklist_versions (district_code, code) where published_at is null;

alter table checklist_versions enable row level security;
alter table checklist_versions force row level security;
create policy checklist_versions__read on checklist_versions for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy checklist_versions__add on checklist_versions for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy checklist_versions__change on checklist_versions for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system') and published_at is null)
  with check (district_code = scope_district());
create policy checklist_versions__discard on checklist_versions for delete using (
  district_code = scope_district() and scope_reach() in ('staff', 'system') and published_at is null);
grant select, insert, update, delete on checklist_versions to renlin_app;
