-- That a meeting took place, and when: the next agenda begins there. There are no minutes.
create table rhythm_meetings (
  district_code text not null,
  id uuid not null,
  area_id uuid not null,
  kind text not null,
  held_at timestamptz not null,
  account_id uuid not null,
  constraint rhythm_meetings__pk primary key (district_code, id),
  constraint rhythm_meetings__district foreign key (district_code) references districts (code),
  constraint rhythm_meetings__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint rhythm_meetings__kind check (kind in ('huddle', 'grid'))
);
create index rhythm_meetings__last on rhythm_meetings (district_code, area_id, kind, held_at desc);
create index rhythm_meetings__account on rhythm_meetings (district_code, account_id, held_at);

-- A shift is handed over between posts. The work itself belongs to the post: this names it and adds the words of whoever leaves.
create table rhythm_handovers (
  district_code text not null,
  id uuid not null,
  post_id uuid not null,
  unit_id uuid not null,
  area_id uuid not null,
  from_account uuid not null,
  to_post uuid,
  to_unit uuid,
  words text not null,
  case_ids uuid[] not null,
  promised_ids uuid[] not null,
  written_at timestamptz not null,
  received_at timestamptz,
  received_by uuid,
  constraint rhythm_handovers__pk primary key (district_code, id),
  constraint rhythm_handovers__post foreign key (district_code, post_id) references org_posts (district_code, id),
  constraint rhythm_handovers__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint rhythm_handovers__received check ((received_at is null) = (received_by is null))
);
comment on column rhythm_handovers.words is '[personal] free words to a colleague; may name people; for the post, its receiver and their superior';
create index rhythm_handovers__post_at on rhythm_handovers (district_code, post_id, written_at);
create index rhythm_handovers__area_at on rhythm_handovers (district_code, area_id, written_at);
create index rhythm_handovers__from_at on rhythm_handovers (district_code, from_account, written_at);
create index rhythm_handovers__to_post on rhythm_handovers (district_code, to_post, written_at) where to_post is not null;

-- The diary is read from the records; only what a person adds to a day is kept here.
create table diary_words (
  district_code text not null,
  account_id uuid not null,
  day date not null,
  words text not null,
  version int not null,
  updated_at timestamptz not null,
  constraint diary_words__pk primary key (district_code, account_id, day),
  constraint diary_words__district foreign key (district_code) references districts (code)
);
comment on column diary_words.words is '[personal] what a worker adds to a day of the diary; may name people';

-- Who looked into somebody else''s diary: the person can read it.
create table diary_reads (
  district_code text not null,
  id uuid not null,
  account_id uuid not null,
  reader_id uuid not null,
  at timestamptz not null,
  constraint diary_reads__pk primary key (district_code, id),
  constraint diary_reads__district foreign key (district_code) references districts (code)
);
create index diary_reads__account on diary_reads (district_code, account_id, at desc);

alter table rhythm_meetings enable row level security;
alter table rhythm_meetings force row level security;
create policy rhythm_meetings__read on rhythm_meetings for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy rhythm_meetings__add on rhythm_meetings for insert with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and account_id = scope_account()
    and exists (select from tree_nodes n where n.district_code = rhythm_meetings.district_code and n.id = rhythm_meetings.area_id
      and scope_sees(n.path)))));

alter table rhythm_handovers enable row level security;
alter table rhythm_handovers force row level security;
create policy rhythm_handovers__read on rhythm_handovers for select using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and (
    from_account = scope_account() or unit_id = any (scope_units()) or to_unit = any (scope_units())
    or exists (select from tree_nodes n where n.district_code = rhythm_handovers.district_code and n.id = rhythm_handovers.area_id
      and scope_sees(n.path))))));
create policy rhythm_handovers__add on rhythm_handovers for insert with check (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and from_account = scope_account())));
create policy rhythm_handovers__change on rhythm_handovers for update using (
  district_code = scope_district() and (scope_reach() = 'system' or (scope_reach() = 'staff' and (
    to_unit = any (scope_units())
    or exists (select from tree_nodes n where n.district_code = rhythm_handovers.district_code and n.id = rhythm_handovers.area_id
      and scope_sees(n.path)))))) with check (district_code = scope_district());

alter table diary_words enable row level security;
alter table diary_words force row level security;
create policy diary_words__own on diary_words using (
  district_code = scope_district() and (scope_reach() = 'system' or account_id = scope_account())) with check (
  district_code = scope_district() and (scope_reach() = 'system' or account_id = scope_account()));

alter table diary_reads enable row level security;
alter table diary_reads force row level security;
create policy diary_reads__own on diary_reads for select using (
  district_code = scope_district() and (scope_reach() = 'system' or account_id = scope_account()));
create policy diary_reads__add on diary_reads for insert with check (
  district_code = scope_district() and (scope_reach() = 'system' or reader_id = scope_account()));

grant select, insert on rhythm_meetings, diary_reads to renlin_app;
grant select, insert, update on rhythm_handovers, diary_words to renlin_app;
