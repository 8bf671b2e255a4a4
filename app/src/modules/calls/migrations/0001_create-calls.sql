-- One-button calls: the devices of those who agreed to have one, what was pressed, test calls, and who looked at whom. Names, telephone numbers
-- and the home are sealed: nobody searches or lists them; they open for a call, with a reason that is written down.
create table call_devices (
  district_code text not null,
  id uuid not null,
  -- What the desk calls it: the building, never the person.
  label text not null,
  area_id uuid not null,
  unit_id uuid not null,
  way text not null,
  lng double precision,
  lat double precision,
  -- Name, home, telephone, key-holder and helper, as one sealed text; null once it was purged.
  sealed text,
  has_helper boolean not null,
  helper_post uuid,
  -- The record of the care register that it was agreed with, when there is one.
  care_record uuid,
  code_hash bytea,
  helper_hash bytea,
  hook_secret text,
  consent_by text not null,
  consent_at timestamptz not null,
  consent_until timestamptz not null,
  test_days integer not null,
  next_test_at timestamptz not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  purged_at timestamptz,
  constraint call_devices__pk primary key (district_code, id),
  constraint call_devices__district foreign key (district_code) references districts (code),
  constraint call_devices__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint call_devices__unit foreign key (district_code, unit_id) references tree_nodes (district_code, id),
  constraint call_devices__helper foreign key (district_code, helper_post) references org_posts (district_code, id),
  constraint call_devices__way check (way in ('page', 'key', 'phone')),
  constraint call_devices__consent check (consent_by in ('person', 'guardian')),
  constraint call_devices__test check (test_days between 1 and 90),
  constraint call_devices__purged check ((purged_at is null) = (sealed is not null))
);
create index call_devices__by_area on call_devices (district_code, area_id);
create index call_devices__by_unit on call_devices (district_code, unit_id);
create index call_devices__by_helper_post on call_devices (district_code, helper_post) where helper_post is not null;
create unique index call_devices__by_code on call_devices (district_code, code_hash);
create unique index call_devices__by_helper_code on call_devices (district_code, helper_hash);
comment on column call_devices.sealed is '[personal] name, home, telephone, key-holder, helper; purpose: to reach who called; basis: consent of the person or the guardian; until consent_until';
comment on column call_devices.code_hash is '[secret] keyed hash of the link code';
comment on column call_devices.helper_hash is '[secret] keyed hash of the helper''s link code';
comment on column call_devices.hook_secret is '[secret] sealed; signs what the key sends';

-- Each press, once however often it is sent, and the call that it became or joined.
create table call_signals (
  district_code text not null,
  device_id uuid not null,
  nonce text not null,
  case_id uuid not null,
  at timestamptz not null,
  constraint call_signals__pk primary key (district_code, device_id, nonce),
  constraint call_signals__device foreign key (district_code, device_id) references call_devices (district_code, id)
);
create index call_signals__by_case on call_signals (district_code, case_id);

create table call_tests (
  district_code text not null,
  id uuid not null,
  device_id uuid not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  heard_at timestamptz,
  failed_at timestamptz,
  constraint call_tests__pk primary key (district_code, id),
  constraint call_tests__device foreign key (district_code, device_id) references call_devices (district_code, id),
  constraint call_tests__one_end check (heard_at is null or failed_at is null)
);
create index call_tests__by_device on call_tests (district_code, device_id);

create table call_looks (
  district_code text not null,
  id uuid not null,
  device_id uuid not null,
  case_id uuid,
  account_id uuid not null,
  reason text not null,
  at timestamptz not null,
  constraint call_looks__pk primary key (district_code, id),
  constraint call_looks__device foreign key (district_code, device_id) references call_devices (district_code, id)
);
create index call_looks__by_device on call_looks (district_code, device_id);
comment on column call_looks.account_id is '[personal] who looked; basis: so that the person can be told who saw what';

alter table call_devices enable row level security;
alter table call_devices force row level security;
create policy call_devices__read on call_devices for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy call_devices__add on call_devices for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy call_devices__change on call_devices for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table call_signals enable row level security;
alter table call_signals force row level security;
create policy call_signals__read on call_signals for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy call_signals__add on call_signals for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table call_tests enable row level security;
alter table call_tests force row level security;
create policy call_tests__read on call_tests for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy call_tests__add on call_tests for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy call_tests__change on call_tests for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table call_looks enable row level security;
alter table call_looks force row level security;
create policy call_looks__read on call_looks for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy call_looks__add on call_looks for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

grant select, insert, update on call_devices, call_tests to renlin_app;
grant select, insert on call_signals, call_looks to renlin_app;
