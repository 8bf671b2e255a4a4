-- Personal API keys. The key itself is shown once and never kept; what is kept is its hash, which nobody can turn back.
create table api_keys (
  district_code text not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  token_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  used_at timestamptz,
  constraint api_keys__pk primary key (district_code, id),
  constraint api_keys__token unique (district_code, token_hash),
  constraint api_keys__district foreign key (district_code) references districts (code),
  constraint api_keys__name_length check (char_length(name) between 1 and 60),
  constraint api_keys__scopes_some check (cardinality(scopes) between 1 and 20),
  constraint api_keys__life check (expires_at > created_at and expires_at <= created_at + interval '366 days')
);
create index api_keys__account on api_keys (district_code, account_id, created_at);
comment on column api_keys.token_hash is '[secret] SHA-256 of a key with 256 random bits';
comment on column api_keys.used_at is 'the last use to the hour, so that a forgotten key can be found; not a record of work';

alter table api_keys enable row level security;
alter table api_keys force row level security;
-- One sees and ends one's own keys only.
create policy api_keys__own on api_keys
  using (district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and account_id = scope_account())))
  with check (district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and account_id = scope_account())));
grant select, insert, update on api_keys to renlin_app;
