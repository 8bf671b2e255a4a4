-- Signing in happens before a district is known, so these tables are global: an account names its district, and the sign-in code
-- reaches them as `system`. Staff of a district see the accounts of their district only.
grant select on migration_ledger to renlin_app;

create table accounts (
  id uuid not null,
  district_code text not null,
  person_id uuid,
  login text not null,
  name text not null,
  password_hash text,
  password_changed_at timestamptz,
  must_change boolean not null default false,
  totp_secret text,
  totp_enabled boolean not null default false,
  totp_last_step bigint not null default 0,
  disabled_at timestamptz,
  created_at timestamptz not null,
  constraint accounts__pk primary key (id),
  constraint accounts__login_unique unique (login),
  constraint accounts__login_shape check (login ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  constraint accounts__name_length check (char_length(name) between 1 and 60),
  constraint accounts__district_fk foreign key (district_code) references districts (code)
);
create index accounts__district on accounts (district_code, login);
create unique index accounts__person_unique on accounts (district_code, person_id) where person_id is not null;
comment on column accounts.login is '[personal] staff number';
comment on column accounts.name is '[personal] name shown to colleagues';
comment on column accounts.password_hash is '[secret] argon2id';
comment on column accounts.totp_secret is '[secret] sealed by platform/crypto';

create table password_history (
  account_id uuid not null,
  changed_at timestamptz not null,
  password_hash text not null,
  constraint password_history__pk primary key (account_id, changed_at),
  constraint password_history__account_fk foreign key (account_id) references accounts (id) on delete cascade
);
comment on column password_history.password_hash is '[secret] argon2id';

-- Failures are counted by a keyed hash of what was typed, whether or not such a login exists: the answer tells nobody which do.
create table sign_in_failures (
  login_key bytea not null,
  failed_count int not null,
  first_failed_at timestamptz not null,
  locked_until timestamptz,
  constraint sign_in_failures__pk primary key (login_key)
);
create index sign_in_failures__age on sign_in_failures (first_failed_at);

create table sessions (
  token_hash bytea not null,
  account_id uuid not null,
  district_code text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text not null,
  user_agent text not null,
  constraint sessions__pk primary key (token_hash),
  constraint sessions__account_fk foreign key (account_id) references accounts (id) on delete cascade,
  constraint sessions__district_fk foreign key (district_code) references districts (code)
);
create index sessions__account on sessions (account_id, created_at);
create index sessions__district on sessions (district_code);
create index sessions__expiry on sessions (expires_at);
comment on column sessions.ip is '[personal] address of the device';
comment on column sessions.user_agent is '[personal] browser of the device';

alter table accounts enable row level security;
alter table accounts force row level security;
create policy accounts__district on accounts
  using (scope_reach() = 'system' or (scope_reach() = 'staff' and district_code = scope_district()))
  with check (scope_reach() = 'system' or (scope_reach() = 'staff' and district_code = scope_district()));

alter table password_history enable row level security;
alter table password_history force row level security;
create policy password_history__system on password_history
  using (scope_reach() = 'system') with check (scope_reach() = 'system');

alter table sign_in_failures enable row level security;
alter table sign_in_failures force row level security;
create policy sign_in_failures__system on sign_in_failures
  using (scope_reach() = 'system') with check (scope_reach() = 'system');

alter table sessions enable row level security;
alter table sessions force row level security;
create policy sessions__system on sessions
  using (scope_reach() = 'system') with check (scope_reach() = 'system');

grant select, insert, update on accounts to renlin_app;
grant select, insert, delete on password_history to renlin_app;
grant select, insert, update, delete on sign_in_failures to renlin_app;
grant select, insert, update, delete on sessions to renlin_app;
