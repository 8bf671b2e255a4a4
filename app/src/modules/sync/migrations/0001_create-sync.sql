-- What lies on a phone, as far as the server told it: for each answer the ids and stamps that the phone holds when it has taken it in.
-- No place, no time of day: a row says neither where a phone is nor when its holder looked. The day is for sweeping.
create table sync_snapshots (
  district_code text not null,
  account_id uuid not null,
  device text not null,
  id uuid not null,
  entries jsonb not null,
  stale_on date not null,
  constraint sync_snapshots__pk primary key (district_code, account_id, device, id),
  constraint sync_snapshots__district foreign key (district_code) references districts (code),
  constraint sync_snapshots__device check (device ~ '^[A-Za-z0-9_-]{8,64}$')
);
create index sync_snapshots__stale on sync_snapshots (stale_on);
comment on column sync_snapshots.device is 'a random name that the app gave itself; nothing of the phone';
comment on column sync_snapshots.entries is 'id → stamp of what the phone holds; no content';

alter table sync_snapshots enable row level security;
alter table sync_snapshots force row level security;
-- Only the account itself; the machine sweeps.
create policy sync_snapshots__own on sync_snapshots using (
  (district_code = scope_district() and account_id = scope_account()) or scope_reach() = 'system') with check (
  district_code = scope_district() and account_id = scope_account());
grant select, insert, delete on sync_snapshots to renlin_app;
