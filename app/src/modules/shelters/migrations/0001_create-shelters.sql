-- Shelters: spaces of every day that become 安置点. How many are inside is what was counted at the door, never what was planned; what was
-- planned (an allocation of a transfer) stands beside it.
create table shelters (
  district_code text not null,
  id uuid not null,
  name text not null,
  area_id uuid not null,
  address text not null,
  lng double precision,
  lat double precision,
  keeper_post uuid not null,
  -- What it is on ordinary days, what turns it into a shelter, and in how many minutes; when that was last tried and how long it took.
  everyday_use text not null,
  functions text[] not null,
  conversion text not null,
  conversion_minutes int not null,
  drilled_on date,
  drilled_minutes int,
  -- Places to sleep, and how many of them suit people who need care.
  capacity int not null,
  care_capacity int not null,
  step_free boolean not null,
  created_at timestamptz not null,
  constraint shelters__pk primary key (district_code, id),
  constraint shelters__district foreign key (district_code) references districts (code),
  constraint shelters__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint shelters__keeper foreign key (district_code, keeper_post) references org_posts (district_code, id),
  constraint shelters__capacity check (capacity > 0 and care_capacity between 0 and capacity),
  constraint shelters__drilled check ((drilled_on is null) = (drilled_minutes is null))
);
create index shelters__by_area on shelters (district_code, area_id);
create index shelters__by_keeper on shelters (district_code, keeper_post);

-- From the moment somebody opens it to the moment it is empty again.
create table shelter_openings (
  district_code text not null,
  id uuid not null,
  shelter_id uuid not null,
  opened_at timestamptz not null,
  opened_by uuid not null,
  why text not null,
  closed_at timestamptz,
  closed_by uuid,
  constraint shelter_openings__pk primary key (district_code, id),
  constraint shelter_openings__shelter foreign key (district_code, shelter_id) references shelters (district_code, id),
  constraint shelter_openings__closed check ((closed_at is null) = (closed_by is null))
);
create unique index shelter_openings__one_open on shelter_openings (district_code, shelter_id) where closed_at is null;
create index shelter_openings__by_shelter on shelter_openings (district_code, shelter_id);

-- What was counted at the door: in, out, or everybody who is there (a headcount, which stands for all before it).
create table shelter_counts (
  district_code text not null,
  id uuid not null,
  opening_id uuid not null,
  kind text not null,
  people int not null,
  care int not null,
  counted_at timestamptz not null,
  counted_by uuid not null,
  entered_at timestamptz not null,
  constraint shelter_counts__pk primary key (district_code, id),
  constraint shelter_counts__opening foreign key (district_code, opening_id) references shelter_openings (district_code, id),
  constraint shelter_counts__kind check (kind in ('in', 'out', 'count')),
  constraint shelter_counts__people check (people >= 0 and care between 0 and people)
);
create index shelter_counts__by_opening on shelter_counts (district_code, opening_id, counted_at);

-- Which transfer is meant to come here, with how many.
create table shelter_allocations (
  district_code text not null,
  transfer_id uuid not null,
  shelter_id uuid not null,
  people int not null,
  care int not null,
  allocated_at timestamptz not null,
  -- They went home, or never had to leave.
  released_at timestamptz,
  constraint shelter_allocations__pk primary key (district_code, transfer_id),
  constraint shelter_allocations__shelter foreign key (district_code, shelter_id) references shelters (district_code, id),
  constraint shelter_allocations__people check (people >= 0 and care between 0 and people)
);
create index shelter_allocations__by_shelter on shelter_allocations (district_code, shelter_id);

alter table shelters enable row level security;
alter table shelters force row level security;
create policy shelters__read on shelters for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy shelters__add on shelters for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
-- A row is locked while somebody counts against its capacity.
create policy shelters__change on shelters for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table shelter_openings enable row level security;
alter table shelter_openings force row level security;
create policy shelter_openings__read on shelter_openings for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy shelter_openings__add on shelter_openings for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy shelter_openings__change on shelter_openings for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table shelter_counts enable row level security;
alter table shelter_counts force row level security;
create policy shelter_counts__read on shelter_counts for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy shelter_counts__add on shelter_counts for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table shelter_allocations enable row level security;
alter table shelter_allocations force row level security;
create policy shelter_allocations__read on shelter_allocations for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy shelter_allocations__add on shelter_allocations for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy shelter_allocations__change on shelter_allocations for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

grant select, insert, update on shelters to renlin_app;
grant select, insert, update on shelter_openings to renlin_app;
grant select, insert on shelter_counts to renlin_app;
grant select, insert, update on shelter_allocations to renlin_app;
