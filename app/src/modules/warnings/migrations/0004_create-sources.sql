-- Where warnings are fetched from: addresses that an administrator entered, and nothing else. Links in a list are followed only to the host of
-- the list or of another source.
create table warning_sources (
  district_code text not null,
  id uuid not null,
  name text not null,
  url text not null,
  every_minutes int not null,
  enabled boolean not null,
  added_by uuid not null,
  added_at timestamptz not null,
  next_at timestamptz not null,
  fetched_at timestamptz,
  -- taken: something new; nothing-new; otherwise the word of what failed.
  outcome text,
  failing_since timestamptz,
  constraint warning_sources__pk primary key (district_code, id),
  constraint warning_sources__district foreign key (district_code) references districts (code),
  constraint warning_sources__once unique (district_code, url),
  constraint warning_sources__every check (every_minutes between 1 and 1440)
);
comment on column warning_sources.added_by is '[personal] which administrator entered it; purpose: the audit of outbound addresses';

-- What was fetched of a list already: a document at an address is read once.
create table warning_fetched (
  district_code text not null,
  source_id uuid not null,
  link text not null,
  at timestamptz not null,
  constraint warning_fetched__pk primary key (district_code, source_id, link),
  constraint warning_fetched__source foreign key (district_code, source_id) references warning_sources (district_code, id) on delete cascade
);

alter table warning_sources enable row level security;
alter table warning_sources force row level security;
create policy warning_sources__own on warning_sources using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
alter table warning_fetched enable row level security;
alter table warning_fetched force row level security;
create policy warning_fetched__own on warning_fetched using (
  district_code = scope_district() and scope_reach() = 'system')
  with check (district_code = scope_district() and scope_reach() = 'system');
grant select, insert, update, delete on warning_sources, warning_fetched to renlin_app;
