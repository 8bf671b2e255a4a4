-- What every register shares: the steps of each record, who saw it, what it agreed to, how a unit's workbooks are read, and what is left
-- of a record that was deleted: that it was, when and why.
create table register_steps (
  district_code text not null,
  register text not null,
  record_id uuid not null,
  seq int not null,
  at timestamptz not null,
  kind text not null,
  account_id uuid,
  -- Who acted when it was not staff: the person concerned, or a job.
  actor text not null,
  command_id uuid,
  batch_id uuid,
  -- New values of what changed: of things in the open, of people sealed as one text.
  changes jsonb not null,
  sealed text,
  erased_at timestamptz,
  constraint register_steps__pk primary key (district_code, register, record_id, seq),
  constraint register_steps__district foreign key (district_code) references districts (code),
  constraint register_steps__actor check (actor in ('staff', 'subject', 'system')),
  constraint register_steps__kind check (kind in ('create', 'edit', 'import', 'bulk', 'end', 'reopen', 'merge', 'unmerge', 'confirm', 'consent', 'withdraw', 'move', 'erase'))
);
comment on column register_steps.sealed is '[personal] sealed; purpose and ground as of the register''s fields';
create unique index register_steps__command on register_steps (district_code, command_id) where command_id is not null;
create index register_steps__batch on register_steps (district_code, batch_id) where batch_id is not null;

-- Append-only, save that the values of a deleted record are taken out of it.
create function register_steps_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.sealed is null and new.changes = '{}' and new.erased_at is not null and old.erased_at is null
    and (new.district_code, new.register, new.record_id, new.seq, new.at, new.kind, new.actor)
      = (old.district_code, old.register, old.record_id, old.seq, old.at, old.kind, old.actor)
    and new.account_id is not distinct from old.account_id and new.command_id is not distinct from old.command_id
    and new.batch_id is not distinct from old.batch_id then
    return new;
  end if;
  raise exception 'the steps of a register are append-only' using errcode = '42501';
end $$;
create trigger register_steps__append_only before update or delete on register_steps
  for each row execute function register_steps_refuse_change();
create trigger register_steps__no_truncate before truncate on register_steps
  for each statement execute function register_steps_refuse_change();

create table register_views (
  district_code text not null,
  id uuid not null,
  register text not null,
  record_id uuid not null,
  at timestamptz not null,
  kind text not null,
  account_id uuid not null,
  post text not null,
  fields text[] not null,
  reason text,
  constraint register_views__pk primary key (district_code, id),
  constraint register_views__district foreign key (district_code) references districts (code),
  constraint register_views__kind check (kind in ('open', 'reveal', 'export', 'print')),
  constraint register_views__reason check (kind <> 'reveal' or reason is not null)
);
create index register_views__record on register_views (district_code, register, record_id, at desc);
create index register_views__account on register_views (district_code, account_id, at desc);

create table register_consents (
  district_code text not null,
  register text not null,
  record_id uuid not null,
  seq int not null,
  kind text not null,
  given_by text not null,
  edition int not null,
  on_day date not null,
  at timestamptz not null,
  account_id uuid,
  constraint register_consents__pk primary key (district_code, register, record_id, seq),
  constraint register_consents__district foreign key (district_code) references districts (code),
  constraint register_consents__kind check (kind in ('given', 'renewed', 'withdrawn')),
  constraint register_consents__given_by check (given_by in ('self', 'guardian'))
);

-- The code with which a person reaches what is held about them; only keyed hashes.
create table register_subject_codes (
  district_code text not null,
  code_hash bytea not null,
  register text not null,
  record_id uuid not null,
  tail_hash bytea not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  constraint register_subject_codes__pk primary key (district_code, code_hash),
  constraint register_subject_codes__district foreign key (district_code) references districts (code)
);
create index register_subject_codes__record on register_subject_codes (district_code, register, record_id);

create table register_requests (
  district_code text not null,
  id uuid not null,
  register text not null,
  record_id uuid not null,
  kind text not null,
  sealed text,
  state text not null,
  made_at timestamptz not null,
  due_on date not null,
  decided_at timestamptz,
  decided_by uuid,
  reason text,
  constraint register_requests__pk primary key (district_code, id),
  constraint register_requests__district foreign key (district_code) references districts (code),
  constraint register_requests__kind check (kind in ('correct', 'delete')),
  constraint register_requests__state check (state in ('open', 'done', 'refused'))
);
comment on column register_requests.sealed is '[personal] sealed; what the person asks to have put right';
create index register_requests__record on register_requests (district_code, register, record_id);
create index register_requests__open on register_requests (district_code, due_on) where state = 'open';

create table register_tombstones (
  district_code text not null,
  register text not null,
  record_id uuid not null,
  at timestamptz not null,
  why text not null,
  account_id uuid,
  values_erased int not null,
  steps_erased int not null,
  constraint register_tombstones__pk primary key (district_code, register, record_id),
  constraint register_tombstones__district foreign key (district_code) references districts (code),
  constraint register_tombstones__why check (why in ('expired', 'withdrawn', 'asked', 'emergency-over', 'mistake'))
);
create index register_tombstones__time on register_tombstones (district_code, at desc);
create trigger register_tombstones__append_only before update or delete on register_tombstones
  for each row execute function audit_refuse_change();

create table register_merges (
  district_code text not null,
  id uuid not null,
  register text not null,
  kept_id uuid not null,
  gone_id uuid not null,
  kept_seq int not null,
  at timestamptz not null,
  account_id uuid not null,
  undone_at timestamptz,
  constraint register_merges__pk primary key (district_code, id),
  constraint register_merges__district foreign key (district_code) references districts (code)
);
create index register_merges__kept on register_merges (district_code, register, kept_id);
create index register_merges__gone on register_merges (district_code, register, gone_id);

-- How a unit's workbooks are read: which header is which field.
create table register_mappings (
  district_code text not null,
  register text not null,
  unit_id uuid not null,
  headers_hash bytea not null,
  fields jsonb not null,
  used_at timestamptz not null,
  constraint register_mappings__pk primary key (district_code, register, unit_id, headers_hash),
  constraint register_mappings__district foreign key (district_code) references districts (code)
);

create table register_filters (
  district_code text not null,
  account_id uuid not null,
  register text not null,
  id uuid not null,
  name text not null,
  query jsonb not null,
  constraint register_filters__pk primary key (district_code, account_id, register, id),
  constraint register_filters__district foreign key (district_code) references districts (code),
  constraint register_filters__name unique (district_code, account_id, register, name)
);

alter table register_steps enable row level security;
alter table register_steps force row level security;
create policy register_steps__staff on register_steps using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table register_views enable row level security;
alter table register_views force row level security;
create policy register_views__staff on register_views using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table register_consents enable row level security;
alter table register_consents force row level security;
create policy register_consents__staff on register_consents using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table register_subject_codes enable row level security;
alter table register_subject_codes force row level security;
create policy register_subject_codes__staff on register_subject_codes using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table register_requests enable row level security;
alter table register_requests force row level security;
create policy register_requests__staff on register_requests using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table register_tombstones enable row level security;
alter table register_tombstones force row level security;
create policy register_tombstones__staff on register_tombstones using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table register_merges enable row level security;
alter table register_merges force row level security;
create policy register_merges__staff on register_merges using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table register_mappings enable row level security;
alter table register_mappings force row level security;
create policy register_mappings__staff on register_mappings using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and unit_id = any (scope_units()))))
  with check (district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and unit_id = any (scope_units()))));

alter table register_filters enable row level security;
alter table register_filters force row level security;
create policy register_filters__own on register_filters using (
  district_code = scope_district() and (scope_reach() = 'system' or account_id = scope_account()))
  with check (district_code = scope_district() and (scope_reach() = 'system' or account_id = scope_account()));

grant select, insert, update on register_steps, register_requests, register_merges, register_subject_codes to renlin_app;
grant select, insert, update (reason) on register_views to renlin_app;
grant select, insert on register_consents, register_tombstones to renlin_app;
grant select, insert, update, delete on register_mappings, register_filters to renlin_app;
