-- Emergency supplies. How much there is says the ledger (book `stocks`); here is what a thing is, where it is kept, which lot it came in and
-- what communities lend each other. A lot is written once: its dates are never edited.
create table stock_items (
  district_code text not null,
  code text not null,
  class text not null,
  name text not null,
  measure text not null,
  -- How much one person needs a day, with the source of the figure; null where people are not what it is counted by.
  per_person_day numeric(12, 4),
  need_source text not null,
  constraint stock_items__pk primary key (district_code, code),
  constraint stock_items__district foreign key (district_code) references districts (code),
  constraint stock_items__class check (class in ('relief', 'daily', 'medical', 'energy')),
  constraint stock_items__need check (per_person_day is null or per_person_day > 0)
);

create table stock_points (
  district_code text not null,
  id uuid not null,
  name text not null,
  area_id uuid not null,
  address text not null,
  lng double precision,
  lat double precision,
  keeper_post uuid not null,
  opening text not null,
  -- Neighbours see what lies here only where the community agreed to mutual aid.
  shared boolean not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  constraint stock_points__pk primary key (district_code, id),
  constraint stock_points__district foreign key (district_code) references districts (code),
  constraint stock_points__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint stock_points__keeper foreign key (district_code, keeper_post) references org_posts (district_code, id)
);
create index stock_points__by_area on stock_points (district_code, area_id);
create index stock_points__by_keeper on stock_points (district_code, keeper_post);

create table stock_lots (
  district_code text not null,
  id uuid not null,
  item_code text not null,
  lot text not null,
  expires_on date,
  -- own: lies here; agreed: a firm holds it for us; capacity: a firm can make it; household: families keep it themselves.
  mode text not null,
  supplier text not null,
  verified_on date,
  made_by uuid,
  created_at timestamptz not null,
  constraint stock_lots__pk primary key (district_code, id),
  constraint stock_lots__item foreign key (district_code, item_code) references stock_items (district_code, code),
  constraint stock_lots__mode check (mode in ('own', 'agreed', 'capacity', 'household')),
  constraint stock_lots__verified check (mode = 'own' or verified_on is not null)
);
create index stock_lots__by_item on stock_lots (district_code, item_code);

-- An agreement is looked at again: each time one line, the latest counts.
create table stock_verifications (
  district_code text not null,
  id uuid not null,
  lot_id uuid not null,
  verified_on date not null,
  account_id uuid not null,
  at timestamptz not null,
  constraint stock_verifications__pk primary key (district_code, id),
  constraint stock_verifications__lot foreign key (district_code, lot_id) references stock_lots (district_code, id)
);
create index stock_verifications__by_lot on stock_verifications (district_code, lot_id);

-- What waits for a second person (a disposal, a count that differs) and what was lent.
create table stock_proposals (
  district_code text not null,
  id uuid not null,
  kind text not null,
  point_id uuid not null,
  lot_id uuid not null,
  amount bigint not null,
  reason text not null,
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  accepted boolean,
  constraint stock_proposals__pk primary key (district_code, id),
  constraint stock_proposals__point foreign key (district_code, point_id) references stock_points (district_code, id),
  constraint stock_proposals__lot foreign key (district_code, lot_id) references stock_lots (district_code, id),
  constraint stock_proposals__kind check (kind in ('dispose', 'count')),
  constraint stock_proposals__two_people check (decided_by is null or decided_by <> proposed_by),
  constraint stock_proposals__decided check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (accepted is null))
);
create index stock_proposals__by_point on stock_proposals (district_code, point_id, decided_at);
create index stock_proposals__by_lot on stock_proposals (district_code, lot_id);

create table stock_loans (
  district_code text not null,
  id uuid not null,
  from_point uuid not null,
  to_point uuid not null,
  lot_id uuid not null,
  amount bigint not null,
  returned bigint not null,
  due_on date not null,
  lent_by uuid not null,
  lent_at timestamptz not null,
  constraint stock_loans__pk primary key (district_code, id),
  constraint stock_loans__from foreign key (district_code, from_point) references stock_points (district_code, id),
  constraint stock_loans__to foreign key (district_code, to_point) references stock_points (district_code, id),
  constraint stock_loans__lot foreign key (district_code, lot_id) references stock_lots (district_code, id),
  constraint stock_loans__returned check (returned >= 0 and returned <= amount)
);
create index stock_loans__from on stock_loans (district_code, from_point);
create index stock_loans__to on stock_loans (district_code, to_point);
create index stock_loans__by_lot on stock_loans (district_code, lot_id);

alter table stock_items enable row level security;
alter table stock_items force row level security;
create policy stock_items__read on stock_items for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_items__add on stock_items for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_items__change on stock_items for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table stock_points enable row level security;
alter table stock_points force row level security;
create policy stock_points__read on stock_points for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_points__add on stock_points for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_points__change on stock_points for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table stock_lots enable row level security;
alter table stock_lots force row level security;
create policy stock_lots__read on stock_lots for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_lots__add on stock_lots for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table stock_verifications enable row level security;
alter table stock_verifications force row level security;
create policy stock_verifications__read on stock_verifications for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_verifications__add on stock_verifications for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table stock_proposals enable row level security;
alter table stock_proposals force row level security;
create policy stock_proposals__read on stock_proposals for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_proposals__add on stock_proposals for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_proposals__change on stock_proposals for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district());

alter table stock_loans enable row level security;
alter table stock_loans force row level security;
create policy stock_loans__read on stock_loans for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_loans__add on stock_loans for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_loans__change on stock_loans for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

grant select, insert, update on stock_items, stock_points, stock_loans, stock_proposals to renlin_app;
grant select, insert on stock_lots, stock_verifications to renlin_app;
