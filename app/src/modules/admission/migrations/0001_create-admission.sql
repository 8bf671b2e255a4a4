-- 准入: what departments may ask of the grass roots. A request says what is asked, why and until when; 减负专班 decides. Moments are only
-- ever added, so that every count of a past day stays as it was.
create table admission_requests (
  district_code text not null,
  -- The id of the command that brought it: sent twice, it is one.
  id uuid not null,
  kind text not null,
  urgent boolean not null,
  unit_id uuid not null,
  account_id uuid not null,
  area_id uuid not null,
  asked_level text not null,
  title text not null,
  purpose text not null,
  basis text not null,
  -- On what ground names may be asked for; null when none are.
  people_basis text,
  people_basis_words text,
  frequency text not null,
  starts_on date not null,
  ends_on date not null,
  renews uuid,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  reminded_at timestamptz,
  state text not null,
  decided_at timestamptz,
  decided_by uuid,
  decided_unit uuid,
  decision_words text,
  decision_id uuid,
  -- The last day on which it may be asked; the decision may shorten what was applied for.
  admitted_until date,
  ending_told_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  ended_words text,
  constraint admission_requests__pk primary key (district_code, id),
  constraint admission_requests__district foreign key (district_code) references districts (code),
  constraint admission_requests__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint admission_requests__unit foreign key (district_code, unit_id) references tree_nodes (district_code, id),
  constraint admission_requests__renews foreign key (district_code, renews) references admission_requests (district_code, id),
  constraint admission_requests__kind check (kind in ('task', 'table')),
  constraint admission_requests__people_basis check (
    (people_basis is null and people_basis_words is null)
    or (people_basis in ('consent', 'statutory', 'emergency') and people_basis_words is not null)),
  constraint admission_requests__level check (asked_level in ('street', 'community', 'grid')),
  constraint admission_requests__frequency check (
    frequency in ('once', 'day', 'week', 'month', 'quarter', 'half-year', 'year')),
  constraint admission_requests__state check (state in ('asked', 'admitted', 'declined', 'withdrawn')),
  constraint admission_requests__decided check ((state = 'asked') = (decided_at is null)),
  constraint admission_requests__until check ((state = 'admitted') = (admitted_until is not null)),
  constraint admission_requests__urgent check (not urgent or (frequency = 'once' and renews is null)),
  constraint admission_requests__days check (ends_on >= starts_on)
);
create index admission_requests__by_area on admission_requests (district_code, area_id);
create index admission_requests__by_unit on admission_requests (district_code, unit_id, asked_at desc);
create index admission_requests__by_state on admission_requests (district_code, state, due_at);
create index admission_requests__by_renewed on admission_requests (district_code, renews) where renews is not null;

-- What a request asks for, one by one: asked of the grass roots, or known to the district and generated from its records.
create table admission_items (
  district_code text not null,
  request_id uuid not null,
  n int not null,
  label text not null,
  how text not null,
  fact_code text,
  names_people boolean not null,
  constraint admission_items__pk primary key (district_code, request_id, n),
  constraint admission_items__request foreign key (district_code, request_id) references admission_requests (district_code, id),
  constraint admission_items__how check (how in ('ask', 'known')),
  constraint admission_items__fact check ((how = 'known') = (fact_code is not null)),
  constraint admission_items__people check (how = 'ask' or not names_people)
);

-- What 减负专班 found about something that reached the grass roots. Its own words; nothing of the flag is in it.
create table admission_findings (
  district_code text not null,
  id uuid not null,
  unit_id uuid not null,
  outcome text not null,
  title text not null,
  words text not null,
  request_id uuid,
  found_at timestamptz not null,
  found_by uuid not null,
  constraint admission_findings__pk primary key (district_code, id),
  constraint admission_findings__unit foreign key (district_code, unit_id) references tree_nodes (district_code, id),
  constraint admission_findings__request foreign key (district_code, request_id) references admission_requests (district_code, id),
  constraint admission_findings__outcome check (outcome in ('outside', 'listed', 'no-request'))
);
create index admission_findings__by_unit on admission_findings (district_code, unit_id, found_at desc);
create index admission_findings__by_request on admission_findings (district_code, request_id) where request_id is not null;

-- Something asked outside the list, as it reached somebody. No place and no hour, not even in the id: either could say who it was.
create table admission_flags (
  district_code text not null,
  id uuid not null,
  unit_id uuid,
  words text not null,
  channel text not null,
  flagged_on date not null,
  finding_id uuid,
  constraint admission_flags__pk primary key (district_code, id),
  constraint admission_flags__district foreign key (district_code) references districts (code),
  constraint admission_flags__unit foreign key (district_code, unit_id) references tree_nodes (district_code, id),
  constraint admission_flags__finding foreign key (district_code, finding_id) references admission_findings (district_code, id),
  constraint admission_flags__channel check (channel in ('wechat', 'phone', 'paper', 'meeting', 'system', 'other'))
);
comment on column admission_flags.words is '[personal] free words of who flagged; may name people against the rule; for 减负专班 alone, never for the unit that asked';
create index admission_flags__by_unit on admission_flags (district_code, unit_id) where unit_id is not null;
create index admission_flags__by_finding on admission_flags (district_code, finding_id) where finding_id is not null;

create table admission_flag_files (
  district_code text not null,
  flag_id uuid not null,
  file_id uuid not null,
  constraint admission_flag_files__pk primary key (district_code, flag_id, file_id),
  constraint admission_flag_files__flag foreign key (district_code, flag_id) references admission_flags (district_code, id)
);
create index admission_flag_files__by_file on admission_flag_files (district_code, file_id);

-- Who flagged. Only they themselves can read it: no duty, no job and no decision ever does. It is forgotten on the day it says.
create table admission_flag_senders (
  district_code text not null,
  flag_id uuid not null,
  account_id uuid not null,
  keep_until timestamptz not null,
  constraint admission_flag_senders__pk primary key (district_code, flag_id),
  constraint admission_flag_senders__flag foreign key (district_code, flag_id) references admission_flags (district_code, id)
);
comment on column admission_flag_senders.account_id is '[personal] who flagged; basis: to show them what became of it; read by nobody else';
create index admission_flag_senders__by_account on admission_flag_senders (district_code, account_id);

alter table admission_requests enable row level security;
alter table admission_requests force row level security;
create policy admission_requests__staff on admission_requests using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
alter table admission_items enable row level security;
alter table admission_items force row level security;
create policy admission_items__staff on admission_items using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
alter table admission_findings enable row level security;
alter table admission_findings force row level security;
create policy admission_findings__staff on admission_findings using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (
  district_code = scope_district() and scope_reach() = 'system');

alter table admission_flags enable row level security;
alter table admission_flags force row level security;
create policy admission_flags__own on admission_flags for select using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and exists (
    select from admission_flag_senders s where s.district_code = admission_flags.district_code and s.flag_id = admission_flags.id
      and s.account_id = scope_account()))));
create policy admission_flags__add on admission_flags for insert with check (
  district_code = scope_district() and scope_reach() = 'staff');
create policy admission_flags__decide on admission_flags for update using (
  district_code = scope_district() and scope_reach() = 'system') with check (district_code = scope_district());
alter table admission_flag_files enable row level security;
alter table admission_flag_files force row level security;
create policy admission_flag_files__system on admission_flag_files for select using (
  district_code = scope_district() and scope_reach() = 'system');
create policy admission_flag_files__add on admission_flag_files for insert with check (
  district_code = scope_district() and scope_reach() = 'staff');

alter table admission_flag_senders enable row level security;
alter table admission_flag_senders force row level security;
create policy admission_flag_senders__own on admission_flag_senders for select using (
  district_code = scope_district() and scope_reach() = 'staff' and account_id = scope_account());
create policy admission_flag_senders__add on admission_flag_senders for insert with check (
  district_code = scope_district() and scope_reach() = 'staff' and account_id = scope_account());
create policy admission_flag_senders__due on admission_flag_senders for select using (
  district_code = scope_district() and scope_reach() = 'system' and keep_until < now());
create policy admission_flag_senders__forget on admission_flag_senders for delete using (
  district_code = scope_district() and scope_reach() = 'system' and keep_until < now());

grant select, insert, update on admission_requests to renlin_app;
grant select, insert on admission_items, admission_findings to renlin_app;
grant select, insert on admission_flags to renlin_app;
grant update (finding_id) on admission_flags to renlin_app;
grant select, insert on admission_flag_files to renlin_app;
grant select, insert, delete on admission_flag_senders to renlin_app;
