-- A post opens the cases of its area only with a duty that reaches over the area: whoever merely handles sees what the unit was given.
create function scope_seen() returns text[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('renlin.sees', true), ''), '{}')::text[] $$;

create function scope_sees(path text) returns boolean language sql stable parallel safe as
$$ select exists (select from unnest(scope_seen()) as prefix where starts_with(path, prefix)) $$;
