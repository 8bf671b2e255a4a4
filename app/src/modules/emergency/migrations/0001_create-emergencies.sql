-- Emergencies themselves are cases (kind `emergency`, with their action cards under them). Here is what the machine keeps beside them: how
-- far a level has reached the duty holders, and what each level sets going, as data of the district.
create table emergency_activations (
  district_code text not null,
  emergency_id uuid not null,
  -- Counts the levels that this emergency has had; each reaches the duty holders once.
  turn int not null,
  level text not null,
  wanted int not null,
  opened int not null,
  -- Roles that nobody fills, with the place: [{role, areaId, areaName}].
  uncovered jsonb not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  constraint emergency_activations__pk primary key (district_code, emergency_id, turn),
  constraint emergency_activations__district foreign key (district_code) references districts (code),
  constraint emergency_activations__level check (level in ('own', 'IV', 'III', 'II', 'I'))
);

create table emergency_level_sets (
  district_code text not null,
  risk text not null,
  version int not null,
  content jsonb not null,
  note text not null,
  account_id uuid not null,
  published_at timestamptz not null,
  constraint emergency_level_sets__pk primary key (district_code, risk, version),
  constraint emergency_level_sets__district foreign key (district_code) references districts (code)
);

alter table emergency_activations enable row level security;
alter table emergency_activations force row level security;
create policy emergency_activations__read on emergency_activations for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy emergency_activations__add on emergency_activations for insert with check (
  district_code = scope_district() and scope_reach() = 'system');
create policy emergency_activations__change on emergency_activations for update using (
  district_code = scope_district() and scope_reach() = 'system') with check (district_code = scope_district());

alter table emergency_level_sets enable row level security;
alter table emergency_level_sets force row level security;
create policy emergency_level_sets__read on emergency_level_sets for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy emergency_level_sets__add on emergency_level_sets for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

grant select, insert, update on emergency_activations to renlin_app;
grant select, insert on emergency_level_sets to renlin_app;
