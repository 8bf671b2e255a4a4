-- Emergency teams with members and certificates, agreements; infrastructure with standards; forms of incidents. Written from their declarations.
create table reg_teams (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  name text,
  sort text,
  organisation uuid,
  skills text[],
  headcount integer,
  muster_point text,
  insured_until date,
  trained_until date,
  leader text,
  phone text,
  phone_key bytea,
  constraint reg_teams__pk primary key (district_code, id),
  constraint reg_teams__district foreign key (district_code) references districts (code),
  constraint reg_teams__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_teams__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_teams__ends check (expires_on is not null or num_nonnulls(leader, phone) = 0),
  constraint reg_teams__organisation foreign key (district_code, organisation) references reg_social_organisations (district_code, id)
);
comment on column reg_teams.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_teams.leader is '[personal] contract: to call the team out in an emergency, and to account for its people';
comment on column reg_teams.phone is '[personal] sealed; contract: to call the team out in an emergency, and to account for its people';
comment on column reg_teams.phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_teams__identity on reg_teams (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_teams__by_area on reg_teams (district_code, area_id);
create index reg_teams__by_time on reg_teams (district_code, updated_at desc, id desc);
create index reg_teams__by_title on reg_teams (district_code, name, id);
create index reg_teams__by_end on reg_teams (district_code, expires_on);
create index reg_teams__phone_key on reg_teams (district_code, phone_key) where phone_key is not null;
create index reg_teams__by_organisation on reg_teams (district_code, organisation) where organisation is not null;

alter table reg_teams enable row level security;
alter table reg_teams force row level security;
create policy reg_teams__own on reg_teams using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_teams to renlin_app;

create table reg_team_members (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  volunteer uuid,
  team uuid,
  does text,
  constraint reg_team_members__pk primary key (district_code, id),
  constraint reg_team_members__district foreign key (district_code) references districts (code),
  constraint reg_team_members__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_team_members__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_team_members__ends check (expires_on is not null),
  constraint reg_team_members__volunteer foreign key (district_code, volunteer) references reg_volunteers (district_code, id),
  constraint reg_team_members__team foreign key (district_code, team) references reg_teams (district_code, id)
);
comment on column reg_team_members.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_team_members.volunteer is '[personal] consent: to call out those who joined an emergency team, and to see that all come home';
comment on column reg_team_members.does is '[personal] consent: to call out those who joined an emergency team, and to see that all come home';
create unique index reg_team_members__identity on reg_team_members (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_team_members__by_area on reg_team_members (district_code, area_id);
create index reg_team_members__by_time on reg_team_members (district_code, updated_at desc, id desc);
create index reg_team_members__by_title on reg_team_members (district_code, volunteer, id);
create index reg_team_members__by_end on reg_team_members (district_code, expires_on);
create index reg_team_members__by_volunteer on reg_team_members (district_code, volunteer) where volunteer is not null;
create index reg_team_members__by_team on reg_team_members (district_code, team) where team is not null;

alter table reg_team_members enable row level security;
alter table reg_team_members force row level security;
create policy reg_team_members__own on reg_team_members using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_team_members to renlin_app;

create table reg_certificate_kinds (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  name text,
  months integer,
  skills text[],
  source text,
  constraint reg_certificate_kinds__pk primary key (district_code, id),
  constraint reg_certificate_kinds__district foreign key (district_code) references districts (code),
  constraint reg_certificate_kinds__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_certificate_kinds__days check (valid_to is null or valid_to >= valid_from)
);
create unique index reg_certificate_kinds__identity on reg_certificate_kinds (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_certificate_kinds__by_area on reg_certificate_kinds (district_code, area_id);
create index reg_certificate_kinds__by_time on reg_certificate_kinds (district_code, updated_at desc, id desc);
create index reg_certificate_kinds__by_title on reg_certificate_kinds (district_code, name, id);

alter table reg_certificate_kinds enable row level security;
alter table reg_certificate_kinds force row level security;
create policy reg_certificate_kinds__own on reg_certificate_kinds using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
create policy reg_certificate_kinds__below on reg_certificate_kinds for select using (
  district_code = scope_district() and scope_reach() = 'staff'
  and exists (select from unnest(scope_paths()) as own where starts_with(own, area_path)));
grant select, insert, update, delete on reg_certificate_kinds to renlin_app;

create table reg_certificates (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  holder uuid,
  kind uuid,
  issued_on date,
  valid_until date,
  constraint reg_certificates__pk primary key (district_code, id),
  constraint reg_certificates__district foreign key (district_code) references districts (code),
  constraint reg_certificates__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_certificates__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_certificates__ends check (expires_on is not null),
  constraint reg_certificates__holder foreign key (district_code, holder) references reg_volunteers (district_code, id),
  constraint reg_certificates__kind foreign key (district_code, kind) references reg_certificate_kinds (district_code, id)
);
comment on column reg_certificates.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_certificates.holder is '[personal] contract: to ask only those whose certificate is in force for work that needs one';
comment on column reg_certificates.issued_on is '[personal] contract: to ask only those whose certificate is in force for work that needs one';
comment on column reg_certificates.valid_until is '[personal] contract: to ask only those whose certificate is in force for work that needs one';
create unique index reg_certificates__identity on reg_certificates (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_certificates__by_area on reg_certificates (district_code, area_id);
create index reg_certificates__by_time on reg_certificates (district_code, updated_at desc, id desc);
create index reg_certificates__by_title on reg_certificates (district_code, holder, id);
create index reg_certificates__by_end on reg_certificates (district_code, expires_on);
create index reg_certificates__by_holder on reg_certificates (district_code, holder) where holder is not null;
create index reg_certificates__by_kind on reg_certificates (district_code, kind) where kind is not null;

alter table reg_certificates enable row level security;
alter table reg_certificates force row level security;
create policy reg_certificates__own on reg_certificates using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_certificates to renlin_app;

create table reg_emergency_agreements (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  name text,
  organisation uuid,
  team uuid,
  agreed_to text[],
  headcount integer,
  within_minutes integer,
  signed_on date,
  valid_until date,
  review_on date,
  desk text,
  contact text,
  phone text,
  phone_key bytea,
  constraint reg_emergency_agreements__pk primary key (district_code, id),
  constraint reg_emergency_agreements__district foreign key (district_code) references districts (code),
  constraint reg_emergency_agreements__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_emergency_agreements__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_emergency_agreements__ends check (expires_on is not null or num_nonnulls(contact, phone) = 0),
  constraint reg_emergency_agreements__organisation foreign key (district_code, organisation) references reg_social_organisations (district_code, id),
  constraint reg_emergency_agreements__team foreign key (district_code, team) references reg_teams (district_code, id)
);
comment on column reg_emergency_agreements.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_emergency_agreements.contact is '[personal] contract: to ask for the support that was agreed on, around the clock';
comment on column reg_emergency_agreements.phone is '[personal] sealed; contract: to ask for the support that was agreed on, around the clock';
comment on column reg_emergency_agreements.phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_emergency_agreements__identity on reg_emergency_agreements (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_emergency_agreements__by_area on reg_emergency_agreements (district_code, area_id);
create index reg_emergency_agreements__by_time on reg_emergency_agreements (district_code, updated_at desc, id desc);
create index reg_emergency_agreements__by_title on reg_emergency_agreements (district_code, name, id);
create index reg_emergency_agreements__by_end on reg_emergency_agreements (district_code, expires_on);
create index reg_emergency_agreements__phone_key on reg_emergency_agreements (district_code, phone_key) where phone_key is not null;
create index reg_emergency_agreements__by_organisation on reg_emergency_agreements (district_code, organisation) where organisation is not null;
create index reg_emergency_agreements__by_team on reg_emergency_agreements (district_code, team) where team is not null;

alter table reg_emergency_agreements enable row level security;
alter table reg_emergency_agreements force row level security;
create policy reg_emergency_agreements__own on reg_emergency_agreements using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_emergency_agreements to renlin_app;

create table reg_infrastructure (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  name text,
  kind text,
  address text,
  pieces integer,
  condition text,
  inspected_on date,
  inspect_by date,
  lng numeric(18,6),
  lat numeric(18,6),
  keeper text,
  phone text,
  phone_key bytea,
  constraint reg_infrastructure__pk primary key (district_code, id),
  constraint reg_infrastructure__district foreign key (district_code) references districts (code),
  constraint reg_infrastructure__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_infrastructure__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_infrastructure__ends check (expires_on is not null or num_nonnulls(keeper, phone) = 0)
);
comment on column reg_infrastructure.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_infrastructure.keeper is '[personal] contract: to reach whoever keeps it when it is needed or repaired';
comment on column reg_infrastructure.phone is '[personal] sealed; contract: to reach whoever keeps it when it is needed or repaired';
comment on column reg_infrastructure.phone_key is '[personal] keyed hash, to find the whole value';
create unique index reg_infrastructure__identity on reg_infrastructure (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_infrastructure__by_area on reg_infrastructure (district_code, area_id);
create index reg_infrastructure__by_time on reg_infrastructure (district_code, updated_at desc, id desc);
create index reg_infrastructure__by_title on reg_infrastructure (district_code, name, id);
create index reg_infrastructure__by_end on reg_infrastructure (district_code, expires_on);
create index reg_infrastructure__phone_key on reg_infrastructure (district_code, phone_key) where phone_key is not null;

alter table reg_infrastructure enable row level security;
alter table reg_infrastructure force row level security;
create policy reg_infrastructure__own on reg_infrastructure using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_infrastructure to renlin_app;

create table reg_infrastructure_rules (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  name text,
  kind text,
  pieces integer,
  for_each text,
  buildings integer,
  source text,
  constraint reg_infrastructure_rules__pk primary key (district_code, id),
  constraint reg_infrastructure_rules__district foreign key (district_code) references districts (code),
  constraint reg_infrastructure_rules__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_infrastructure_rules__days check (valid_to is null or valid_to >= valid_from)
);
create unique index reg_infrastructure_rules__identity on reg_infrastructure_rules (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_infrastructure_rules__by_area on reg_infrastructure_rules (district_code, area_id);
create index reg_infrastructure_rules__by_time on reg_infrastructure_rules (district_code, updated_at desc, id desc);
create index reg_infrastructure_rules__by_title on reg_infrastructure_rules (district_code, name, id);

alter table reg_infrastructure_rules enable row level security;
alter table reg_infrastructure_rules force row level security;
create policy reg_infrastructure_rules__own on reg_infrastructure_rules using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
create policy reg_infrastructure_rules__below on reg_infrastructure_rules for select using (
  district_code = scope_district() and scope_reach() = 'staff'
  and exists (select from unnest(scope_paths()) as own where starts_with(own, area_path)));
grant select, insert, update, delete on reg_infrastructure_rules to renlin_app;

create table reg_incident_forms (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  incident uuid,
  name text,
  task text,
  asks text[],
  why text,
  constraint reg_incident_forms__pk primary key (district_code, id),
  constraint reg_incident_forms__district foreign key (district_code) references districts (code),
  constraint reg_incident_forms__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_incident_forms__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_incident_forms__incident foreign key (district_code, incident) references reg_incidents (district_code, id)
);
create unique index reg_incident_forms__identity on reg_incident_forms (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_incident_forms__by_area on reg_incident_forms (district_code, area_id);
create index reg_incident_forms__by_time on reg_incident_forms (district_code, updated_at desc, id desc);
create index reg_incident_forms__by_title on reg_incident_forms (district_code, name, id);
create index reg_incident_forms__by_incident on reg_incident_forms (district_code, incident) where incident is not null;

alter table reg_incident_forms enable row level security;
alter table reg_incident_forms force row level security;
create policy reg_incident_forms__own on reg_incident_forms using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_covers(area_path))));
create policy reg_incident_forms__below on reg_incident_forms for select using (
  district_code = scope_district() and scope_reach() = 'staff'
  and exists (select from unnest(scope_paths()) as own where starts_with(own, area_path)));
grant select, insert, update, delete on reg_incident_forms to renlin_app;

create table reg_incident_entries (
  district_code text not null,
  id uuid not null,
  version integer not null,
  area_id uuid not null,
  area_path text not null,
  valid_from date not null,
  valid_to date,
  merged_into uuid,
  confirmed_on date not null,
  expires_on date,
  identity_key bytea,
  search_text text not null,
  updated_at timestamp with time zone not null,
  incident uuid,
  form uuid,
  name text,
  address text,
  phone text,
  phone_key bytea,
  people integer,
  given text,
  on_day date,
  attention text,
  constraint reg_incident_entries__pk primary key (district_code, id),
  constraint reg_incident_entries__district foreign key (district_code) references districts (code),
  constraint reg_incident_entries__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint reg_incident_entries__days check (valid_to is null or valid_to >= valid_from),
  constraint reg_incident_entries__ends check (expires_on is not null),
  constraint reg_incident_entries__incident foreign key (district_code, incident) references reg_incidents (district_code, id),
  constraint reg_incident_entries__form foreign key (district_code, form) references reg_incident_forms (district_code, id)
);
comment on column reg_incident_entries.search_text is '[personal] words that the search box finds; purpose and ground as of the fields';
comment on column reg_incident_entries.name is '[personal] emergency: for this one task of this incident alone; deleted after it';
comment on column reg_incident_entries.address is '[personal] emergency: for this one task of this incident alone; deleted after it';
comment on column reg_incident_entries.phone is '[personal] sealed; emergency: for this one task of this incident alone; deleted after it';
comment on column reg_incident_entries.phone_key is '[personal] keyed hash, to find the whole value';
comment on column reg_incident_entries.people is '[personal] emergency: for this one task of this incident alone; deleted after it';
comment on column reg_incident_entries.given is '[personal] emergency: for this one task of this incident alone; deleted after it';
comment on column reg_incident_entries.on_day is '[personal] emergency: for this one task of this incident alone; deleted after it';
comment on column reg_incident_entries.attention is '[personal] sealed; emergency: for this one task of this incident alone; deleted after it';
create unique index reg_incident_entries__identity on reg_incident_entries (district_code, identity_key)
  where identity_key is not null and valid_to is null and merged_into is null;
create index reg_incident_entries__by_area on reg_incident_entries (district_code, area_id);
create index reg_incident_entries__by_time on reg_incident_entries (district_code, updated_at desc, id desc);
create index reg_incident_entries__by_title on reg_incident_entries (district_code, name, id);
create index reg_incident_entries__by_end on reg_incident_entries (district_code, expires_on);
create index reg_incident_entries__phone_key on reg_incident_entries (district_code, phone_key) where phone_key is not null;
create index reg_incident_entries__by_incident on reg_incident_entries (district_code, incident) where incident is not null;
create index reg_incident_entries__by_form on reg_incident_entries (district_code, form) where form is not null;

alter table reg_incident_entries enable row level security;
alter table reg_incident_entries force row level security;
create policy reg_incident_entries__own on reg_incident_entries using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))));
grant select, insert, update, delete on reg_incident_entries to renlin_app;

