-- 值班带班: which post sits at the desk of an area from when to when, and which leader is on duty with it. Shifts are by posts; who holds one
-- is known elsewhere. A shift that was struck stays readable.
create table duty_shifts (
  district_code text not null,
  id uuid not null,
  area_id uuid not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  desk_post uuid not null,
  leader_post uuid not null,
  planned_by uuid not null,
  planned_at timestamptz not null,
  struck_at timestamptz,
  -- What the next shift must know, said by whoever leaves.
  handed_over_at timestamptz,
  handed_over_by uuid,
  hand_over text,
  constraint duty_shifts__pk primary key (district_code, id),
  constraint duty_shifts__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint duty_shifts__desk foreign key (district_code, desk_post) references org_posts (district_code, id),
  constraint duty_shifts__leader foreign key (district_code, leader_post) references org_posts (district_code, id),
  constraint duty_shifts__span check (ends_at > begins_at and ends_at <= begins_at + interval '24 hours'),
  constraint duty_shifts__two check (desk_post <> leader_post),
  constraint duty_shifts__handed check ((handed_over_at is null) = (hand_over is null) and (handed_over_at is null) = (handed_over_by is null))
);
create index duty_shifts__by_area on duty_shifts (district_code, area_id, begins_at);
create index duty_shifts__by_desk on duty_shifts (district_code, desk_post);
create index duty_shifts__by_leader on duty_shifts (district_code, leader_post);
comment on column duty_shifts.hand_over is '[personal] words of a hand-over may name people; read by staff';

alter table duty_shifts enable row level security;
alter table duty_shifts force row level security;
create policy duty_shifts__read on duty_shifts for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy duty_shifts__add on duty_shifts for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy duty_shifts__change on duty_shifts for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

grant select, insert, update on duty_shifts to renlin_app;
