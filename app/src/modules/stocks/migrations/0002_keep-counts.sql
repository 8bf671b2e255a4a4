-- Every count, also the one that found what the ledger says: readiness asks when a point was last looked at.
create table stock_counts (
  district_code text not null,
  id uuid not null,
  point_id uuid not null,
  lot_id uuid not null,
  difference bigint not null,
  counted_by uuid not null,
  counted_at timestamptz not null,
  constraint stock_counts__pk primary key (district_code, id),
  constraint stock_counts__point foreign key (district_code, point_id) references stock_points (district_code, id),
  constraint stock_counts__lot foreign key (district_code, lot_id) references stock_lots (district_code, id)
);
create index stock_counts__by_point on stock_counts (district_code, point_id, counted_at);
create index stock_counts__by_lot on stock_counts (district_code, lot_id);
-- What was counted before this was kept, and differed, waits among the proposals.
insert into stock_counts (district_code, id, point_id, lot_id, difference, counted_by, counted_at)
select district_code, id, point_id, lot_id, amount, proposed_by, proposed_at from stock_proposals where kind = 'count';

alter table stock_counts enable row level security;
alter table stock_counts force row level security;
create policy stock_counts__read on stock_counts for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy stock_counts__add on stock_counts for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
grant select, insert on stock_counts to renlin_app;
