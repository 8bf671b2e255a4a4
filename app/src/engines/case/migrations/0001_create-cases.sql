--! replaces 2a638c95b4d6e314f779fb38be7707d821dcbf3e031fffcadcab5bf8c9e1dc71
-- A case is state + steps. `case_steps` is append-only and the truth; `cases` is its projection, kept in the same statement.
-- Ids of areas, units and accounts are not foreign keys here: a case outlives them, the tree engine keeps every node for ever,
-- and a shared key lock on a busy area row would be taken by every filing. `doctor` checks them instead.
create sequence case_number_seq increment by 50;
grant usage, update on sequence case_number_seq to renlin_app;

create table cases (
  district_code text not null,
  id uuid not null,
  number text not null,
  kind text not null,
  version int not null,
  state text not null,
  category text not null,
  headline text not null,
  text text not null,
  channel text not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  lng double precision,
  lat double precision,
  address text not null,
  urgent boolean not null,
  owner_unit uuid,
  assist_units uuid[] not null,
  subject_unit uuid,
  filed_by uuid,
  clocks jsonb not null,
  due_at timestamptz,
  timer_at timestamptz,
  occurred_at timestamptz not null,
  filed_at timestamptz not null,
  last_at timestamptz not null,
  closed_at timestamptz,
  solved text not null,
  confirmed text,
  rating smallint,
  joined int not null,
  parent_id uuid,
  facts jsonb not null,
  constraint cases__pk primary key (district_code, id),
  constraint cases__number unique (district_code, number),
  constraint cases__district foreign key (district_code) references districts (code),
  constraint cases__parent foreign key (district_code, parent_id) references cases (district_code, id),
  constraint cases__solved check (solved in ('yes', 'no', 'unknown')),
  constraint cases__confirmed check (confirmed in ('pending', 'yes', 'no', 'silent')),
  constraint cases__rating check (rating between 1 and 5),
  constraint cases__place check ((lng is null) = (lat is null))
);
comment on column cases.text is '[personal] free words of the reporter; may name people';
comment on column cases.headline is '[personal] first words of the text';
comment on column cases.address is '[personal] may name a dwelling';
create index cases__open_area on cases (district_code, area_path, due_at) where closed_at is null;
create index cases__open_state on cases (district_code, state, due_at, id) where closed_at is null;
create index cases__open_owner on cases (district_code, owner_unit, due_at, id) where closed_at is null;
create index cases__timer on cases (district_code, timer_at) where timer_at is not null;
create index cases__filed on cases (district_code, filed_at desc, id desc);
create index cases__parent on cases (district_code, parent_id) where parent_id is not null;

create table case_steps (
  district_code text not null,
  case_id uuid not null,
  version int not null,
  command_id uuid not null,
  name text not null,
  outcome text not null,
  from_state text not null,
  to_state text not null,
  actor_kind text not null,
  account_id uuid,
  unit_id uuid,
  actor_label text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  form jsonb not null,
  changes jsonb not null,
  constraint case_steps__pk primary key (district_code, case_id, version),
  constraint case_steps__command unique (district_code, command_id),
  constraint case_steps__case foreign key (district_code, case_id) references cases (district_code, id),
  constraint case_steps__outcome check (outcome in ('accepted', 'merged')),
  constraint case_steps__actor check (actor_kind in ('staff', 'public', 'system'))
);
create index case_steps__account on case_steps (district_code, account_id, received_at) where account_id is not null;
comment on column case_steps.form is '[personal] words of notes may name people';
comment on column case_steps.changes is '[personal] holds the changed fields of the case';

-- Words for searching, written once. A case's own number is found by its unique key.
create table case_words (
  district_code text not null,
  case_id uuid not null,
  words text[] not null,
  constraint case_words__pk primary key (district_code, case_id),
  constraint case_words__case foreign key (district_code, case_id) references cases (district_code, id)
);
comment on column case_words.words is '[personal] pairs of characters of the text';
create index case_words__words on case_words using gin (words);

-- Everybody who reported the same thing; each is answered. The handling and the complained-about side never read this table.
create table case_reporters (
  district_code text not null,
  case_id uuid not null,
  id uuid not null,
  name text,
  phone text,
  masked_name text,
  masked_phone text,
  phone_tail_hash bytea,
  follow_hash bytea not null,
  wants_reply boolean not null,
  channel text not null,
  account_id uuid,
  joined_at timestamptz not null,
  confirmed text,
  rating smallint,
  constraint case_reporters__pk primary key (district_code, case_id, id),
  constraint case_reporters__follow unique (district_code, follow_hash),
  constraint case_reporters__case foreign key (district_code, case_id) references cases (district_code, id),
  constraint case_reporters__confirmed check (confirmed in ('pending', 'yes', 'no', 'silent')),
  constraint case_reporters__rating check (rating between 1 and 5)
);
comment on column case_reporters.name is '[personal] basis: handling of the report; deleted by the retention job';
comment on column case_reporters.phone is '[personal] basis: call-back on this report; deleted by the retention job';
comment on column case_reporters.masked_name is '[personal] first character only';
comment on column case_reporters.masked_phone is '[personal] first three and last four digits';

-- A command that came before the one it builds on waits here until that one arrives.
create table case_held (
  district_code text not null,
  case_id uuid not null,
  command_id uuid not null,
  base_version int not null,
  account_id uuid,
  envelope jsonb not null,
  held_at timestamptz not null,
  constraint case_held__pk primary key (district_code, case_id, command_id),
  constraint case_held__command unique (district_code, command_id)
);
comment on column case_held.envelope is '[personal] the form as it was sent';

-- A refused command stays refused: the sender who lost the answer gets the same one again.
create table case_rejections (
  district_code text not null,
  command_id uuid not null,
  case_id uuid not null,
  account_id uuid,
  code text not null,
  status smallint not null,
  params jsonb not null,
  at timestamptz not null,
  constraint case_rejections__pk primary key (district_code, command_id)
);
create index case_rejections__at on case_rejections (district_code, at);

-- Who read a reporter's name and number, when and why; the reporter can ask for it.
create table case_reveals (
  district_code text not null,
  id uuid not null,
  case_id uuid not null,
  account_id uuid not null,
  reason text not null,
  at timestamptz not null,
  constraint case_reveals__pk primary key (district_code, id),
  constraint case_reveals__case foreign key (district_code, case_id) references cases (district_code, id)
);
create index case_reveals__case_at on case_reveals (district_code, case_id, at);

-- One case may be read by a resident who showed its follow code; the service proves the code through this function, which looks with
-- the reach of the system (only inside itself) and opens exactly that case for the rest of the transaction.
create function scope_case() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('renlin.case', true), '')::uuid $$;
create function scope_reveal() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('renlin.reveal', true), '')::uuid $$;

create function open_followed_case(hash bytea, tail_hash bytea)
returns table (case_id uuid, reporter_id uuid, tail_matches boolean)
language plpgsql set search_path = pg_catalog, public as $$
declare hit record; reach text := current_setting('renlin.reach', true);
begin
  -- Not as a setting of the function: making such a function is a superuser's right.
  perform set_config('renlin.reach', 'system', true);
  select r.case_id, r.id, r.phone_tail_hash is null or r.phone_tail_hash = tail_hash as matches
    into hit from case_reporters r
    where r.district_code = current_setting('renlin.district', true) and r.follow_hash = hash;
  perform set_config('renlin.reach', coalesce(reach, ''), true);
  if hit.case_id is null then return; end if;
  if hit.matches then
    perform set_config('renlin.case', hit.case_id::text, true);
  end if;
  case_id := hit.case_id; reporter_id := hit.id; tail_matches := hit.matches;
  return next;
end $$;

alter table cases enable row level security;
alter table cases force row level security;
create policy cases__visible on cases for select using (
  district_code = scope_district() and (
    scope_reach() = 'system'
    or (scope_reach() = 'staff' and (
      scope_covers(area_path) or owner_unit = any (scope_units()) or assist_units && scope_units() or filed_by = scope_account()))
    or id = scope_case()));
create policy cases__file on cases for insert with check (district_code = scope_district());
create policy cases__change on cases for update using (
  district_code = scope_district() and (
    scope_reach() = 'system'
    or (scope_reach() = 'staff' and (
      scope_covers(area_path) or owner_unit = any (scope_units()) or assist_units && scope_units() or filed_by = scope_account()))
    or id = scope_case())) with check (district_code = scope_district());

alter table case_steps enable row level security;
alter table case_steps force row level security;
-- A step is visible with its case: the subselect is subject to the policy of `cases`.
create policy case_steps__visible on case_steps for select using (
  district_code = scope_district() and (scope_reach() = 'system' or exists (
    select from cases c where c.district_code = case_steps.district_code and c.id = case_steps.case_id)));
create policy case_steps__append on case_steps for insert with check (district_code = scope_district());

alter table case_words enable row level security;
alter table case_words force row level security;
create policy case_words__tenant on case_words using (district_code = scope_district()) with check (district_code = scope_district());

alter table case_reporters enable row level security;
alter table case_reporters force row level security;
create policy case_reporters__visible on case_reporters for select using (
  district_code = scope_district() and (scope_reach() = 'system' or case_id = scope_reveal() or case_id = scope_case()));
create policy case_reporters__add on case_reporters for insert with check (district_code = scope_district());
create policy case_reporters__change on case_reporters for update using (
  district_code = scope_district() and (scope_reach() = 'system' or case_id = scope_case())) with check (district_code = scope_district());

alter table case_held enable row level security;
alter table case_held force row level security;
create policy case_held__tenant on case_held using (
  district_code = scope_district() and (scope_reach() = 'system' or account_id = scope_account())) with check (district_code = scope_district());

alter table case_rejections enable row level security;
alter table case_rejections force row level security;
create policy case_rejections__tenant on case_rejections using (
  district_code = scope_district()) with check (district_code = scope_district());

alter table case_reveals enable row level security;
alter table case_reveals force row level security;
create policy case_reveals__tenant on case_reveals using (
  district_code = scope_district() and (scope_reach() = 'system' or account_id = scope_account())) with check (district_code = scope_district());

grant select, insert, update on cases, case_reporters to renlin_app;
grant select, insert on case_steps, case_words, case_rejections, case_reveals to renlin_app;
grant select, insert, delete on case_held to renlin_app;
grant execute on function open_followed_case(bytea, bytea) to renlin_app;

-- Which case a file belongs to: whoever may see the case may see its files.
create table case_files (
  district_code text not null,
  file_id uuid not null,
  case_id uuid not null,
  constraint case_files__pk primary key (district_code, file_id),
  constraint case_files__case foreign key (district_code, case_id) references cases (district_code, id)
);
create index case_files__case_idx on case_files (district_code, case_id);
alter table case_files enable row level security;
alter table case_files force row level security;
create policy case_files__visible on case_files for select using (
  district_code = scope_district() and (scope_reach() = 'system' or exists (
    select from cases c where c.district_code = case_files.district_code and c.id = case_files.case_id)));
create policy case_files__add on case_files for insert with check (district_code = scope_district());
grant select, insert on case_files to renlin_app;
