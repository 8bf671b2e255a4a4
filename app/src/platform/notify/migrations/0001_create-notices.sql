-- Notices go to a post, or to those of a unit who hold a duty, not to a name: whoever holds the post when they look sees them.
create table notices (
  district_code text not null,
  id uuid not null,
  post_id uuid,
  unit_id uuid,
  duty text,
  key text not null,
  params jsonb not null,
  link text not null,
  urgency text not null,
  at timestamptz not null,
  constraint notices__pk primary key (district_code, id),
  constraint notices__urgency check (urgency in ('now', 'later')),
  constraint notices__one_address check ((post_id is null) <> (unit_id is null) and (unit_id is null) = (duty is null)),
  constraint notices__link_inside check (link ~ '^/([^/]|$)')
);
create index notices__post on notices (district_code, post_id, id desc) where post_id is not null;
create index notices__unit on notices (district_code, unit_id, duty, id desc) where unit_id is not null;
create index notices__age on notices (at);

create table notice_reads (
  district_code text not null,
  notice_id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  constraint notice_reads__pk primary key (district_code, notice_id, account_id),
  constraint notice_reads__notice_fk foreign key (district_code, notice_id) references notices (district_code, id) on delete cascade
);
create index notice_reads__account on notice_reads (account_id);

create table notice_channels (
  district_code text not null,
  id uuid not null,
  kind text not null,
  name text not null,
  settings text not null,
  enabled boolean not null default false,
  created_at timestamptz not null,
  constraint notice_channels__pk primary key (district_code, id),
  constraint notice_channels__kind check (kind in ('wecom', 'dingtalk', 'mail', 'http')),
  constraint notice_channels__district_fk foreign key (district_code) references districts (code)
);
comment on column notice_channels.settings is '[secret] addresses and keys, sealed by platform/crypto';

create table notice_deliveries (
  district_code text not null,
  id uuid not null,
  channel_id uuid not null,
  key text not null,
  params jsonb not null,
  link text not null,
  attempts int not null default 0,
  next_at timestamptz not null,
  sent_at timestamptz,
  given_up_at timestamptz,
  last_error text,
  constraint notice_deliveries__pk primary key (district_code, id),
  constraint notice_deliveries__channel_fk foreign key (district_code, channel_id)
    references notice_channels (district_code, id) on delete cascade
);
create index notice_deliveries__channel on notice_deliveries (district_code, channel_id);
create index notice_deliveries__due on notice_deliveries (next_at) where sent_at is null and given_up_at is null;

do $$
declare name text;
begin
  foreach name in array array['notices', 'notice_reads', 'notice_channels', 'notice_deliveries'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy %I on %I using (scope_reach() = ''system'' or district_code = scope_district())
         with check (scope_reach() = ''system'' or district_code = scope_district())', name || '__district', name);
    execute format('grant select, insert, update, delete on %I to renlin_app', name);
  end loop;
end $$;
