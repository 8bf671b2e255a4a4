-- Webhooks: addresses of other systems that want to hear when a case is opened, changes its state or is closed. What leaves holds no
-- personal data: ids, codes, states and times.
create table webhooks (
  district_code text not null,
  id uuid not null,
  name text not null,
  host text not null,
  url text not null,
  secret text not null,
  events text[] not null,
  enabled boolean not null,
  -- Nothing is told of what happened before this.
  since timestamptz not null,
  failures int not null default 0,
  off_reason text,
  account_id uuid,
  created_at timestamptz not null,
  sent_at timestamptz,
  constraint webhooks__pk primary key (district_code, id),
  constraint webhooks__district foreign key (district_code) references districts (code),
  constraint webhooks__name_length check (char_length(name) between 1 and 60),
  constraint webhooks__off_reason_known check (off_reason in ('by-hand', 'failures'))
);
comment on column webhooks.url is '[secret] the address, sealed by platform/crypto: it may hold a token';
comment on column webhooks.secret is '[secret] signs what is sent, sealed by platform/crypto';

create table webhook_deliveries (
  district_code text not null,
  id uuid not null,
  webhook_id uuid not null,
  key text not null,
  event text not null,
  body jsonb not null,
  made_at timestamptz not null,
  attempts int not null default 0,
  next_at timestamptz not null,
  sent_at timestamptz,
  dead_at timestamptz,
  failure text,
  constraint webhook_deliveries__pk primary key (district_code, id),
  constraint webhook_deliveries__once unique (district_code, webhook_id, key),
  constraint webhook_deliveries__webhook foreign key (district_code, webhook_id) references webhooks (district_code, id)
);
comment on column webhook_deliveries.body is 'ids, codes, states and times only: never personal data';
create index webhook_deliveries__due on webhook_deliveries (district_code, next_at) where sent_at is null and dead_at is null;
create index webhook_deliveries__made on webhook_deliveries (district_code, webhook_id, made_at desc, id desc);

-- How far into the events of the district the deliveries are made.
create table webhook_marks (
  district_code text not null,
  seq bigint not null,
  constraint webhook_marks__pk primary key (district_code),
  constraint webhook_marks__district foreign key (district_code) references districts (code)
);

alter table webhooks enable row level security;
alter table webhooks force row level security;
create policy webhooks__tenant on webhooks
  using (district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;
create policy webhook_deliveries__tenant on webhook_deliveries
  using (district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
alter table webhook_marks enable row level security;
alter table webhook_marks force row level security;
create policy webhook_marks__tenant on webhook_marks
  using (district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
grant select, insert, update, delete on webhooks, webhook_deliveries to renlin_app;
grant select, insert, update on webhook_marks to renlin_app;
