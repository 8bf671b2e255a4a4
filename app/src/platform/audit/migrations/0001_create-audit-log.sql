-- Who did what, when, to what, with which result. Only ever appended: the application's role may not change or remove a row, and a
-- trigger refuses it to everybody else too, save the pruning of rows older than the law's retention.
create table audit_log (
  district_code text not null,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_account uuid,
  actor_reason text,
  action text not null,
  object_type text not null,
  object_id text not null,
  result text not null,
  ip text,
  changed text[] not null default '{}',
  constraint audit_log__pk primary key (district_code, id),
  constraint audit_log__actor_kind check (actor_kind in ('staff', 'public', 'system')),
  constraint audit_log__result check (result in ('done', 'refused', 'failed')),
  constraint audit_log__action_shape check (action ~ '^[a-z0-9.-]{1,60}$')
);
create index audit_log__time on audit_log (district_code, at desc, id desc);
create index audit_log__actor on audit_log (district_code, actor_account, at desc);
create index audit_log__object on audit_log (district_code, object_type, object_id);
comment on column audit_log.ip is '[personal] address of the device';
comment on column audit_log.changed is 'names of the fields that changed, never their values';

-- The hash chain stands beside the log, so that appending costs nothing on the way of a command. A job writes it; the order in
-- which rows were chained is `seq`. Chain rows outlive the pruned log rows, so the chain can be checked from where the log begins.
create table audit_chain (
  district_code text not null,
  seq bigint not null,
  audit_id uuid not null,
  algorithm text not null,
  hash bytea not null,
  constraint audit_chain__pk primary key (district_code, seq),
  constraint audit_chain__audit_unique unique (district_code, audit_id)
);

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'audit_log' and tg_op = 'DELETE' and old.at < now() - interval '180 days' then
    return old;
  end if;
  raise exception 'the audit log is append-only' using errcode = '42501';
end $$;

create trigger audit_log__append_only before update or delete on audit_log
  for each row execute function audit_refuse_change();
create trigger audit_log__no_truncate before truncate on audit_log
  for each statement execute function audit_refuse_change();
create trigger audit_chain__append_only before update or delete on audit_chain
  for each row execute function audit_refuse_change();
create trigger audit_chain__no_truncate before truncate on audit_chain
  for each statement execute function audit_refuse_change();

alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy audit_log__read on audit_log for select
  using (scope_reach() = 'system' or (scope_reach() = 'staff' and district_code = scope_district()));
create policy audit_log__append on audit_log for insert
  with check (scope_reach() = 'system' or district_code = scope_district());
create policy audit_log__prune on audit_log for delete using (scope_reach() = 'system');

alter table audit_chain enable row level security;
alter table audit_chain force row level security;
create policy audit_chain__system on audit_chain
  using (scope_reach() = 'system') with check (scope_reach() = 'system');

grant select, insert on audit_log to renlin_app;
grant select, insert on audit_chain to renlin_app;

-- Removes rows older than the retention (never younger than 180 days: the trigger refuses) of one district.
create function audit_prune(of_district text, before timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare removed bigint;
begin
  if scope_reach() is distinct from 'system' then
    raise exception 'only the retention job prunes' using errcode = '42501';
  end if;
  delete from audit_log where district_code = of_district and at < before;
  get diagnostics removed = row_count;
  return removed;
end $$;
revoke all on function audit_prune(text, timestamptz) from public;
grant execute on function audit_prune(text, timestamptz) to renlin_app;
