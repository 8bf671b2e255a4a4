-- What is counted of a case, and from when to when that was what the district knew. A new row at every change that a rate can see;
-- rows are closed and never rewritten, so the rates of a past day stay what they were. Written in the transaction of the step.
create table case_outcomes (
  district_code text not null,
  case_id uuid not null,
  seq int not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  version int not null,
  kind text not null,
  category text not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  unit_id uuid,
  parent_id uuid,
  urgent boolean not null,
  asked boolean not null,
  filed_at timestamptz not null,
  responded_at timestamptz,
  ended text,
  ended_at timestamptz,
  checked text not null,
  answer text,
  said_no boolean not null,
  rating smallint,
  reopened int not null,
  back_solved text,
  back_satisfied text,
  excluded boolean not null,
  constraint case_outcomes__pk primary key (district_code, case_id, seq),
  constraint case_outcomes__case foreign key (district_code, case_id) references cases (district_code, id),
  constraint case_outcomes__order check (valid_from <= valid_to),
  constraint case_outcomes__answer check (answer in ('pending', 'yes', 'no', 'silent')),
  constraint case_outcomes__back check (back_solved in ('yes', 'no', 'none') and back_satisfied in ('yes', 'no', 'none'))
);
create index case_outcomes__filed on case_outcomes (district_code, filed_at);
create index case_outcomes__ended on case_outcomes (district_code, valid_from) where ended is not null and valid_to = 'infinity';

-- Which closed cases are called back about, version by version; and how far the calls were planned.
create table visit_plans (
  district_code text not null,
  version int not null,
  definition jsonb not null,
  note text not null,
  account_id uuid,
  effective_from timestamptz not null,
  constraint visit_plans__pk primary key (district_code, version),
  constraint visit_plans__district foreign key (district_code) references districts (code)
);
create table visit_marks (
  district_code text not null,
  planned_to timestamptz not null,
  constraint visit_marks__pk primary key (district_code),
  constraint visit_marks__district foreign key (district_code) references districts (code)
);

create table visit_backs (
  district_code text not null,
  id uuid not null,
  case_id uuid not null,
  ended_at timestamptz not null,
  plan_version int not null,
  why text not null,
  area_path text collate "C" not null,
  -- Units and accounts that handled the case or are complained about: they never call.
  kept_units uuid[] not null,
  kept_accounts uuid[] not null,
  state text not null,
  tries int not null,
  most_tries int not null,
  created_at timestamptz not null,
  due_at timestamptz not null,
  last_try_at timestamptz,
  constraint visit_backs__pk primary key (district_code, id),
  constraint visit_backs__case foreign key (district_code, case_id) references cases (district_code, id),
  constraint visit_backs__ending unique (district_code, case_id, ended_at),
  constraint visit_backs__state check (state in ('due', 'done', 'unreached')),
  constraint visit_backs__why check (why in ('sampled', 'said-no', 'reopened'))
);
create index visit_backs__due on visit_backs (district_code, due_at) where state = 'due';
create index visit_backs__area on visit_backs (district_code, area_path);

create table visit_tries (
  district_code text not null,
  id uuid not null,
  visit_id uuid not null,
  at timestamptz not null,
  account_id uuid not null,
  unit_id uuid not null,
  reached boolean not null,
  solved text,
  satisfied text,
  words text not null,
  constraint visit_tries__pk primary key (district_code, id),
  constraint visit_tries__visit foreign key (district_code, visit_id) references visit_backs (district_code, id),
  constraint visit_tries__answers check (reached = (solved is not null) and reached = (satisfied is not null))
);
create index visit_tries__visit_at on visit_tries (district_code, visit_id, at);
comment on column visit_tries.words is '[personal] what the caller noted; may name people';

-- 不计入: asked for by the owner unit, decided by another one. What residents said and rated stays where it is.
create table exclusions (
  district_code text not null,
  id uuid not null,
  case_id uuid not null,
  area_path text collate "C" not null,
  grounds text not null,
  words text not null,
  evidence uuid[] not null,
  unit_id uuid not null,
  account_id uuid not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  reminded_at timestamptz,
  state text not null,
  decided_by uuid,
  decided_unit uuid,
  decided_at timestamptz,
  decision_words text,
  decision_id uuid,
  constraint exclusions__pk primary key (district_code, id),
  constraint exclusions__case foreign key (district_code, case_id) references cases (district_code, id),
  constraint exclusions__state check (state in ('asked', 'granted', 'refused')),
  constraint exclusions__decided check ((state = 'asked') = (decided_at is null)),
  constraint exclusions__another_unit check (decided_unit is distinct from unit_id)
);
comment on column exclusions.words is '[personal] grounds in words; may name people';
comment on column exclusions.decision_words is '[personal] reasons in words; may name people';
create unique index exclusions__one_open on exclusions (district_code, case_id) where state = 'asked';
create index exclusions__case_at on exclusions (district_code, case_id, asked_at);
create index exclusions__asked on exclusions (district_code, due_at) where state = 'asked';
create index exclusions__area on exclusions (district_code, area_path);

alter table case_outcomes enable row level security;
alter table case_outcomes force row level security;
-- No words, no names, no addresses stand here. Staff count over the whole district; which cases stand behind a number is decided by
-- the policy of `cases`, and small numbers of others are withheld by the service.
create policy case_outcomes__count on case_outcomes for select using (
  district_code = scope_district() and (scope_reach() in ('system', 'staff') or case_id = scope_case()));
create policy case_outcomes__add on case_outcomes for insert with check (district_code = scope_district());
create policy case_outcomes__close on case_outcomes for update using (
  district_code = scope_district() and (scope_reach() in ('system', 'staff') or case_id = scope_case())) with check (district_code = scope_district());
grant select, insert, update on case_outcomes to renlin_app;

alter table visit_plans enable row level security;
alter table visit_plans force row level security;
create policy visit_plans__tenant on visit_plans using (district_code = scope_district()) with check (district_code = scope_district());
grant select, insert on visit_plans to renlin_app;
alter table visit_marks enable row level security;
alter table visit_marks force row level security;
create policy visit_marks__tenant on visit_marks using (
  district_code = scope_district() and scope_reach() = 'system') with check (district_code = scope_district());
grant select, insert, update on visit_marks to renlin_app;

alter table visit_backs enable row level security;
alter table visit_backs force row level security;
create policy visit_backs__area_sees on visit_backs using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and scope_sees(area_path))))
  with check (district_code = scope_district());
grant select, insert, update on visit_backs to renlin_app;
alter table visit_tries enable row level security;
alter table visit_tries force row level security;
create policy visit_tries__with_visit on visit_tries using (
  district_code = scope_district() and (scope_reach() = 'system' or exists (
    select from visit_backs v where v.district_code = visit_tries.district_code and v.id = visit_tries.visit_id)))
  with check (district_code = scope_district());
grant select, insert on visit_tries to renlin_app;

alter table exclusions enable row level security;
alter table exclusions force row level security;
create policy exclusions__concerned on exclusions using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and (
    scope_sees(area_path) or unit_id = any (scope_units())))))
  with check (district_code = scope_district());
grant select, insert, update on exclusions to renlin_app;
