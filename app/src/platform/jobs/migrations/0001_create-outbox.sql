-- Live updates. A row is written in the transaction of the fact; the one relay gives it `seq`, the order in which streams see it.
-- (Identity values are given out before commit, so reading "id greater than the last" would miss slow transactions.)
create sequence outbox_events_id;
create sequence outbox_events_seq;

create table outbox_events (
  district_code text not null,
  id bigint not null default nextval('outbox_events_id'),
  seq bigint,
  topic text not null,
  area_path text not null,
  units uuid[] not null default '{}',
  data jsonb not null,
  at timestamptz not null,
  constraint outbox_events__pk primary key (district_code, id),
  constraint outbox_events__topic_shape check (topic ~ '^[a-z-]{1,40}(\.[a-z-]{1,40})?$')
);
create index outbox_events__waiting on outbox_events (id) where seq is null;
create index outbox_events__seq on outbox_events (seq) where seq is not null;
create index outbox_events__age on outbox_events (at);
comment on table outbox_events is 'ids, codes and versions only: never personal data';

alter table outbox_events enable row level security;
alter table outbox_events force row level security;
create policy outbox_events__district on outbox_events
  using (scope_reach() = 'system' or district_code = scope_district())
  with check (scope_reach() = 'system' or district_code = scope_district());

grant select, insert, update, delete on outbox_events to renlin_app;
grant usage on sequence outbox_events_id, outbox_events_seq to renlin_app;

-- Timers finer than a minute: whoever holds the lease runs the job.
create table job_leases (
  name text not null,
  owner text not null,
  until timestamptz not null,
  next_at timestamptz not null,
  constraint job_leases__pk primary key (name)
);
comment on table job_leases is 'reference: which process runs which timer';
grant select, insert, update on job_leases to renlin_app;
