-- How much there should be at least, by number of people, for what is not eaten by the day; when keepers are told of a date; and what
-- somebody asks a point for.
alter table stock_items add column per_thousand numeric(12, 3);
alter table stock_items add column least_source text;
alter table stock_items add column goal_days int;
alter table stock_items add constraint stock_items__least check (per_thousand is null or (per_thousand > 0 and least_source is not null));
alter table stock_items add constraint stock_items__goal check (goal_days is null or goal_days between 1 and 366);

create table stock_settings (
  district_code text not null,
  -- So many days before its date a keeper hears of a lot, the furthest first.
  alert_days int[] not null,
  set_by uuid not null,
  set_at timestamptz not null,
  constraint stock_settings__pk primary key (district_code),
  constraint stock_settings__district foreign key (district_code) references districts (code)
);

-- Each threshold is told once; -1 is the day after the date.
create table stock_alerts (
  district_code text not null,
  point_id uuid not null,
  lot_id uuid not null,
  days int not null,
  at timestamptz not null,
  constraint stock_alerts__pk primary key (district_code, point_id, lot_id, days),
  constraint stock_alerts__point foreign key (district_code, point_id) references stock_points (district_code, id),
  constraint stock_alerts__lot foreign key (district_code, lot_id) references stock_lots (district_code, id)
);
create index stock_alerts__by_lot on stock_alerts (district_code, lot_id);

-- Asked for, set aside in the ledger when it is granted, handed over or given back. The state and the posting are one transaction.
create table stock_requests (
  district_code text not null,
  id uuid not null,
  point_id uuid not null,
  item_code text not null,
  amount bigint not null,
  area_id uuid not null,
  reason text not null,
  emergency_id uuid,
  state text not null,
  asked_by uuid not null,
  asked_post uuid not null,
  occurred_at timestamptz not null,
  asked_at timestamptz not null,
  answered_by uuid,
  answered_at timestamptz,
  note text not null,
  ended_at timestamptz,
  -- When those above the keeper heard that nobody answered.
  told_at timestamptz,
  constraint stock_requests__pk primary key (district_code, id),
  constraint stock_requests__point foreign key (district_code, point_id) references stock_points (district_code, id),
  constraint stock_requests__item foreign key (district_code, item_code) references stock_items (district_code, code),
  constraint stock_requests__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint stock_requests__post foreign key (district_code, asked_post) references org_posts (district_code, id),
  constraint stock_requests__amount check (amount > 0),
  constraint stock_requests__state check (state in ('asked', 'granted', 'refused', 'handed-over', 'withdrawn', 'lapsed')),
  constraint stock_requests__two_people check (answered_by is null or answered_by <> asked_by),
  constraint stock_requests__answered check ((answered_by is null) = (answered_at is null))
);
create index stock_requests__by_point on stock_requests (district_code, point_id, state);
create index stock_requests__by_item on stock_requests (district_code, item_code);
create index stock_requests__by_area on stock_requests (district_code, area_id);
create index stock_requests__by_post on stock_requests (district_code, asked_post);
create index stock_requests__open on stock_requests (district_code, state, asked_at) where state in ('asked', 'granted');

alter table stock_settings enable row level security;
alter table stock_settings force row level security;
create policy stock_settings__read on stock_settings for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_settings__add on stock_settings for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_settings__change on stock_settings for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table stock_alerts enable row level security;
alter table stock_alerts force row level security;
create policy stock_alerts__read on stock_alerts for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_alerts__add on stock_alerts for insert with check (
  district_code = scope_district() and scope_reach() = 'system');

alter table stock_requests enable row level security;
alter table stock_requests force row level security;
create policy stock_requests__read on stock_requests for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_requests__add on stock_requests for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_requests__change on stock_requests for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

grant select, insert, update on stock_settings, stock_requests to renlin_app;
grant select, insert on stock_alerts to renlin_app;
