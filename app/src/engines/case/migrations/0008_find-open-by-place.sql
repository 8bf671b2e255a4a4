-- A queue asks for the open cases of a state in a place; by the deadline alone all of the district's were looked at for a street's.
create index cases__open_place on cases (district_code, state, area_path) where closed_at is null;
-- Many are escalated and hardly any asks for time or a ruling, so each has an index of its own.
drop index cases__open_asks;
create index cases__open_asks on cases (district_code, state, area_path) where closed_at is null and (
  jsonb_typeof(facts -> 'extension') = 'object' or jsonb_typeof(facts -> 'ruling') = 'object');
create index cases__open_escalated on cases (district_code, state, area_path) where closed_at is null and facts ->> 'escalatedTo' is not null;
