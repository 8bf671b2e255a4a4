-- Levels and kinds as data: as many as a place has. `tree` is area, party or unit (there the level is the kind of unit).
create table org_levels (
  district_code text not null,
  tree text not null,
  code text not null,
  rank int not null,
  labels jsonb not null,
  -- Template of local codes, expected households, role of the level; see presets.ts.
  settings jsonb not null default '{}',
  constraint org_levels__pk primary key (district_code, tree, code),
  constraint org_levels__district_fk foreign key (district_code) references districts (code),
  constraint org_levels__tree_known check (tree in ('area', 'party', 'unit')),
  constraint org_levels__code_shape check (code ~ '^[a-z][a-z0-9-]{0,40}$')
);
comment on table org_levels is 'tenant: levels of territory and Party tree, kinds of units';

-- Ties between the three trees. `branch`: Party organisation ↔ area. `jurisdiction`: unit ↔ area. `industry`: the second,
-- industry-line parent of a Party organisation (a unit or another Party organisation).
create table org_bindings (
  district_code text not null,
  id uuid not null,
  kind text not null,
  from_id uuid not null,
  to_id uuid not null,
  valid_from date not null,
  valid_to date,
  constraint org_bindings__pk primary key (district_code, id),
  constraint org_bindings__from_fk foreign key (district_code, from_id) references tree_nodes (district_code, id),
  constraint org_bindings__to_fk foreign key (district_code, to_id) references tree_nodes (district_code, id),
  constraint org_bindings__kind_known check (kind in ('branch', 'jurisdiction', 'industry')),
  constraint org_bindings__dates_ordered check (valid_to is null or valid_to >= valid_from)
);
create unique index org_bindings__once on org_bindings (district_code, from_id, kind, to_id) where valid_to is null;
create index org_bindings__from on org_bindings (district_code, from_id);
create index org_bindings__to on org_bindings (district_code, to_id);
comment on table org_bindings is 'tenant: dated ties between areas, Party organisations and units';

-- Terms of office of a Party organisation or a committee.
create table org_terms (
  district_code text not null,
  id uuid not null,
  node_id uuid not null,
  started_on date not null,
  ends_on date not null,
  constraint org_terms__pk primary key (district_code, id),
  constraint org_terms__node_fk foreign key (district_code, node_id) references tree_nodes (district_code, id),
  constraint org_terms__dates_ordered check (ends_on > started_on)
);
create unique index org_terms__start_once on org_terms (district_code, node_id, started_on);
create index org_terms__end on org_terms (district_code, ends_on);
comment on table org_terms is 'tenant: terms of office, for re-election reminders';

create table org_persons (
  district_code text not null,
  id uuid not null,
  staff_no text not null,
  name text not null,
  phone text,
  version int not null default 1,
  left_on date,
  constraint org_persons__pk primary key (district_code, id),
  constraint org_persons__district_fk foreign key (district_code) references districts (code),
  constraint org_persons__staff_no_shape check (staff_no ~ '^[A-Za-z0-9._-]{1,40}$'),
  constraint org_persons__name_length check (length(name) between 1 and 60)
);
create unique index org_persons__staff_no_once on org_persons (district_code, staff_no);
comment on table org_persons is 'tenant, personal: people who work in the district';
comment on column org_persons.name is '[personal] name of a staff member; shown to colleagues, to residents only as a post publishes it';
comment on column org_persons.phone is '[personal] own phone number; masked unless asked for';

create table org_posts (
  district_code text not null,
  id uuid not null,
  unit_id uuid not null,
  area_id uuid not null,
  title text not null,
  kind text not null,
  duties text[] not null,
  -- The name on the public card, as the unit publishes it; null keeps the card without a name.
  published_name text,
  version int not null default 1,
  valid_from date not null,
  valid_to date,
  constraint org_posts__pk primary key (district_code, id),
  constraint org_posts__unit_fk foreign key (district_code, unit_id) references tree_nodes (district_code, id),
  constraint org_posts__area_fk foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint org_posts__title_length check (length(title) between 1 and 60),
  constraint org_posts__dates_ordered check (valid_to is null or valid_to >= valid_from)
);
create index org_posts__unit on org_posts (district_code, unit_id);
create index org_posts__area on org_posts (district_code, area_id);
comment on table org_posts is 'tenant: posts; a person comes and goes, the work stays with the post';
comment on column org_posts.published_name is '[personal] name that the unit publishes on the public card';

create table org_holdings (
  district_code text not null,
  id uuid not null,
  post_id uuid not null,
  person_id uuid not null,
  acting boolean not null,
  valid_from date not null,
  -- The first day on which the person no longer holds the post.
  valid_to date,
  constraint org_holdings__pk primary key (district_code, id),
  constraint org_holdings__post_fk foreign key (district_code, post_id) references org_posts (district_code, id),
  constraint org_holdings__person_fk foreign key (district_code, person_id) references org_persons (district_code, id),
  constraint org_holdings__dates_ordered check (valid_to is null or valid_to >= valid_from)
);
create unique index org_holdings__one_holder on org_holdings (district_code, post_id) where not acting and valid_to is null;
create index org_holdings__post on org_holdings (district_code, post_id);
create index org_holdings__person on org_holdings (district_code, person_id);
comment on table org_holdings is 'tenant: who holds, or acts in, which post from when to when';

-- Journal of everything here that is not a tree: append-only, makes commands idempotent.
create table org_steps (
  district_code text not null,
  command_id uuid not null,
  subject_id uuid not null,
  subject_kind text not null,
  name text not null,
  at timestamptz not null,
  account_id uuid,
  detail jsonb not null,
  constraint org_steps__pk primary key (district_code, command_id, subject_id)
);
create index org_steps__subject on org_steps (district_code, subject_id, at);
comment on table org_steps is 'tenant: append-only journal of posts, people, ties and terms; detail carries ids, never names or phones';

alter table org_levels enable row level security;
alter table org_levels force row level security;
alter table org_bindings enable row level security;
alter table org_bindings force row level security;
alter table org_terms enable row level security;
alter table org_terms force row level security;
alter table org_persons enable row level security;
alter table org_persons force row level security;
alter table org_posts enable row level security;
alter table org_posts force row level security;
alter table org_holdings enable row level security;
alter table org_holdings force row level security;
alter table org_steps enable row level security;
alter table org_steps force row level security;

-- Residents see levels, ties and posts (the public card); people, holdings, terms and the journal are for staff.
create policy org_levels__read on org_levels for select using (district_code = scope_district());
create policy org_levels__write on org_levels for insert with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy org_levels__update on org_levels for update using (district_code = scope_district() and scope_reach() in ('staff', 'system'));

create policy org_bindings__read on org_bindings for select using (district_code = scope_district());
create policy org_bindings__write on org_bindings for insert with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy org_bindings__update on org_bindings for update using (district_code = scope_district() and scope_reach() in ('staff', 'system'));

create policy org_terms__read on org_terms for select using (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy org_terms__write on org_terms for insert with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy org_terms__update on org_terms for update using (district_code = scope_district() and scope_reach() in ('staff', 'system'));

create policy org_persons__read on org_persons for select using (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy org_persons__write on org_persons for insert with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy org_persons__update on org_persons for update using (district_code = scope_district() and scope_reach() in ('staff', 'system'));

create policy org_posts__read on org_posts for select using (district_code = scope_district());
create policy org_posts__write on org_posts for insert with check (district_code = scope_district()
  and (scope_reach() = 'system' or (scope_reach() = 'staff' and exists (
    select from tree_nodes n where n.district_code = org_posts.district_code and n.id = org_posts.area_id and scope_covers(n.path)))));
create policy org_posts__update on org_posts for update using (district_code = scope_district()
  and (scope_reach() = 'system' or (scope_reach() = 'staff' and exists (
    select from tree_nodes n where n.district_code = org_posts.district_code and n.id = org_posts.area_id and scope_covers(n.path)))));

create policy org_holdings__read on org_holdings for select using (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy org_holdings__write on org_holdings for insert with check (district_code = scope_district()
  and (scope_reach() = 'system' or (scope_reach() = 'staff' and exists (
    select from org_posts p join tree_nodes n on n.district_code = p.district_code and n.id = p.area_id
    where p.district_code = org_holdings.district_code and p.id = org_holdings.post_id and scope_covers(n.path)))));
create policy org_holdings__update on org_holdings for update using (district_code = scope_district()
  and (scope_reach() = 'system' or (scope_reach() = 'staff' and exists (
    select from org_posts p join tree_nodes n on n.district_code = p.district_code and n.id = p.area_id
    where p.district_code = org_holdings.district_code and p.id = org_holdings.post_id and scope_covers(n.path)))));

create policy org_steps__read on org_steps for select using (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy org_steps__write on org_steps for insert with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));

grant select, insert, update on org_levels, org_bindings, org_terms, org_persons, org_posts, org_holdings to renlin_app;
grant select, insert on org_steps to renlin_app;
