-- Whose record of a register a transfer is about. Ids alone: names stay in the register that has the ground to hold them, are seen there masked
-- and opened with a reason; a line here goes thirty days after the emergency.
create table transfer_people (
  district_code text not null,
  transfer_id uuid not null,
  emergency_id uuid not null,
  register text not null,
  record_id uuid not null,
  linked_at timestamptz not null,
  linked_by uuid not null,
  constraint transfer_people__pk primary key (district_code, transfer_id, register, record_id),
  constraint transfer_people__district foreign key (district_code) references districts (code),
  constraint transfer_people__register check (register in ('households', 'care', 'welfare-visits', 'incident-people'))
);
create index transfer_people__by_emergency on transfer_people (district_code, emergency_id);

alter table transfer_people enable row level security;
alter table transfer_people force row level security;
create policy transfer_people__read on transfer_people for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy transfer_people__add on transfer_people for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy transfer_people__end on transfer_people for delete using (
  district_code = scope_district() and scope_reach() = 'system');

-- What was written at doors goes with it: the entry stays, its words do not.
create policy transfer_slip_entries__empty on transfer_slip_entries for update using (
  district_code = scope_district() and scope_reach() = 'system') with check (
  district_code = scope_district() and words = '');

grant select, insert, delete on transfer_people to renlin_app;
grant update (words) on transfer_slip_entries to renlin_app;
