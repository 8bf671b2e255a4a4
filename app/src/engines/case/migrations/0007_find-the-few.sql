-- With the state in front the planner finds this index the narrowest: it thinks open cases of a state fewer than they are.
drop index cases__open_asks;
create index cases__open_asks on cases (district_code, state, area_path) where closed_at is null and (
  facts ->> 'escalatedTo' is not null or jsonb_typeof(facts -> 'extension') = 'object' or jsonb_typeof(facts -> 'ruling') = 'object');
-- Whistles and calls are few among cases, and are counted by the month.
create index cases__whistles on cases (district_code, filed_at) where kind in ('whistle', 'report-in');
