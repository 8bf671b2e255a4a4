-- Our own alerts: relays of a warning, drafted by one and approved by another. What went out is never edited.
create table warning_relays (
  district_code text not null,
  id uuid not null,
  warning_id uuid not null,
  msg_type text not null,
  former_id uuid,
  identifier text not null,
  sent_at timestamptz,
  -- What residents are told to do, beside the issuer's own words.
  instruction text not null,
  expires_at timestamptz not null,
  drafted_by uuid not null,
  drafted_at timestamptz not null,
  approved_by uuid,
  document text,
  withdrawn_at timestamptz,
  constraint warning_relays__pk primary key (district_code, id),
  constraint warning_relays__warning foreign key (district_code, warning_id) references warnings (district_code, id),
  constraint warning_relays__former foreign key (district_code, former_id) references warning_relays (district_code, id),
  constraint warning_relays__named unique (district_code, identifier),
  constraint warning_relays__type check (msg_type in ('Alert', 'Update', 'Cancel') and (msg_type = 'Alert') = (former_id is null)),
  constraint warning_relays__two_people check (approved_by is null or approved_by <> drafted_by),
  constraint warning_relays__out check (
    (approved_by is null) = (sent_at is null) and (approved_by is null) = (document is null)
    and not (approved_by is not null and withdrawn_at is not null))
);
create index warning_relays__by_warning on warning_relays (district_code, warning_id);
create index warning_relays__by_former on warning_relays (district_code, former_id);
create index warning_relays__by_time on warning_relays (district_code, sent_at);

alter table warning_relays enable row level security;
alter table warning_relays force row level security;
create policy warning_relays__read on warning_relays for select using (
  district_code = scope_district() and (scope_reach() in ('staff', 'system')
    or (scope_reach() = 'public' and sent_at is not null)));
create policy warning_relays__add on warning_relays for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy warning_relays__change on warning_relays for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system') and sent_at is null)
  with check (district_code = scope_district());

grant select, insert, update on warning_relays to renlin_app;
