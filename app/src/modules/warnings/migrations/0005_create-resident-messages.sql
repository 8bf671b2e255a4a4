-- Messages to residents about a warning, by grid, through the district's gateways (SMS of an operator, voice, a broadcast). Who receives them is known to
-- the gateway alone: here are places and counts, never a person.
create table resident_gateways (
  district_code text not null,
  id uuid not null,
  name text not null,
  url text not null,
  secret text not null,
  enabled boolean not null,
  added_at timestamptz not null,
  constraint resident_gateways__pk primary key (district_code, id),
  constraint resident_gateways__district foreign key (district_code) references districts (code),
  constraint resident_gateways__once unique (district_code, url)
);
comment on column resident_gateways.secret is '[secret] sealed; signs what goes to the gateway and what it counts';

create table resident_messages (
  district_code text not null,
  id uuid not null,
  warning_id uuid not null,
  text text not null,
  drafted_by uuid not null,
  drafted_at timestamptz not null,
  approved_by uuid,
  sent_at timestamptz,
  withdrawn_at timestamptz,
  constraint resident_messages__pk primary key (district_code, id),
  constraint resident_messages__warning foreign key (district_code, warning_id) references warnings (district_code, id),
  constraint resident_messages__two_people check (approved_by is null or approved_by <> drafted_by),
  constraint resident_messages__out check (
    (approved_by is null) = (sent_at is null) and not (sent_at is not null and withdrawn_at is not null))
);
create index resident_messages__by_warning on resident_messages (district_code, warning_id);
comment on column resident_messages.drafted_by is '[personal] who wrote it; purpose: that two people answer for what everybody reads';
comment on column resident_messages.approved_by is '[personal] who let it out; purpose: that two people answer for what everybody reads';

create table resident_message_grids (
  district_code text not null,
  message_id uuid not null,
  area_id uuid not null,
  gateway_id uuid not null,
  state text not null,
  attempts int not null,
  next_at timestamptz not null,
  failure text,
  addressed int,
  received int,
  counted_at timestamptz,
  constraint resident_message_grids__pk primary key (district_code, message_id, area_id, gateway_id),
  constraint resident_message_grids__message foreign key (district_code, message_id) references resident_messages (district_code, id),
  constraint resident_message_grids__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint resident_message_grids__gateway foreign key (district_code, gateway_id) references resident_gateways (district_code, id),
  constraint resident_message_grids__state check (state in ('waiting', 'sent', 'failed')),
  constraint resident_message_grids__counts check (received is null or received between 0 and addressed)
);
create index resident_message_grids__by_area on resident_message_grids (district_code, area_id);
create index resident_message_grids__by_gateway on resident_message_grids (district_code, gateway_id);
create index resident_message_grids__due on resident_message_grids (district_code, next_at) where state = 'waiting';

alter table resident_gateways enable row level security;
alter table resident_gateways force row level security;
create policy resident_gateways__own on resident_gateways using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
alter table resident_messages enable row level security;
alter table resident_messages force row level security;
create policy resident_messages__own on resident_messages using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
alter table resident_message_grids enable row level security;
alter table resident_message_grids force row level security;
create policy resident_message_grids__own on resident_message_grids using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
grant select, insert, update on resident_gateways, resident_messages, resident_message_grids to renlin_app;
