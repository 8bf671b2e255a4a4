-- A function with a subselect in it is called for every row of a list; these two are expressions, which the planner writes into the
-- query itself: a row costs a comparison.
create or replace function scope_covers(path text) returns boolean language sql stable parallel safe as
$$ select path ^@ any (scope_paths()) $$;

create or replace function scope_sees(path text) returns boolean language sql stable parallel safe as
$$ select path ^@ any (scope_seen()) $$;
