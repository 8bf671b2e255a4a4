-- Transfers themselves are cases. Here are the paper slips: the serial printed on one is the id of the command by which it is entered, so
-- that a slip counts once however many copies of it come back.
create table transfer_slips (
  district_code text not null,
  id uuid not null,
  transfer_id uuid not null,
  emergency_id uuid not null,
  -- call: the visit at the door (notified, refused, not found); arrival: counted where they arrived.
  part text not null,
  round int not null,
  printed int not null,
  first_printed_at timestamptz not null,
  printed_at timestamptz not null,
  printed_by uuid not null,
  constraint transfer_slips__pk primary key (district_code, id),
  constraint transfer_slips__round unique (district_code, transfer_id, part, round),
  constraint transfer_slips__district foreign key (district_code) references districts (code),
  constraint transfer_slips__part check (part in ('call', 'arrival'))
);
create index transfer_slips__by_emergency on transfer_slips (district_code, emergency_id);

-- What was written on paper, as it was entered. The first of a slip stands; another one is kept beside it as double.
create table transfer_slip_entries (
  district_code text not null,
  id uuid not null,
  slip_id uuid not null,
  standing boolean not null,
  outcome text not null,
  -- command: moved the transfer; note: it was further already, so it is a note in its life; kept: the transfer was over.
  taken_as text not null,
  people int,
  place text,
  words text not null,
  occurred_at timestamptz not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  constraint transfer_slip_entries__pk primary key (district_code, id),
  constraint transfer_slip_entries__slip foreign key (district_code, slip_id) references transfer_slips (district_code, id),
  constraint transfer_slip_entries__outcome check (outcome in ('notified', 'refused', 'out-of-reach', 'arrived')),
  constraint transfer_slip_entries__taken check (taken_as in ('command', 'note', 'kept', 'double')),
  constraint transfer_slip_entries__double check (standing = (taken_as <> 'double'))
);
create unique index transfer_slip_entries__one_stands on transfer_slip_entries (district_code, slip_id) where standing;
create index transfer_slip_entries__by_slip on transfer_slip_entries (district_code, slip_id);
comment on column transfer_slip_entries.words is '[personal] what somebody wrote at the door may name people; kept with the emergency';

alter table transfer_slips enable row level security;
alter table transfer_slips force row level security;
create policy transfer_slips__read on transfer_slips for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy transfer_slips__add on transfer_slips for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy transfer_slips__change on transfer_slips for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

-- The words of an entry are read by those who see its transfer.
alter table transfer_slip_entries enable row level security;
alter table transfer_slip_entries force row level security;
create policy transfer_slip_entries__read on transfer_slip_entries for select using (
  district_code = scope_district() and (scope_reach() = 'system' or scope_reach() = 'staff' and exists (
    select from transfer_slips s join cases c on c.district_code = s.district_code and c.id = s.transfer_id
    where s.district_code = transfer_slip_entries.district_code and s.id = transfer_slip_entries.slip_id)));
create policy transfer_slip_entries__add on transfer_slip_entries for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

grant select, insert, update on transfer_slips to renlin_app;
grant select, insert on transfer_slip_entries to renlin_app;
