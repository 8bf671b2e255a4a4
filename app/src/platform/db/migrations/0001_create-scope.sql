-- What row-level security reads. `missing_ok` makes a connection without a scope see nothing instead of failing.
-- These are stable and inlinable, so a policy costs a comparison, not a call.
create function scope_district() returns text language sql stable parallel safe as
$$ select current_setting('renlin.district', true) $$;

create function scope_reach() returns text language sql stable parallel safe as
$$ select current_setting('renlin.reach', true) $$;

create function scope_account() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('renlin.account', true), '')::uuid $$;

create function scope_units() returns uuid[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('renlin.units', true), ''), '{}')::uuid[] $$;

create function scope_paths() returns text[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('renlin.paths', true), ''), '{}')::text[] $$;

-- Is the area path below (or at) one of the caller's paths? Byte-wise prefix, so no locale is involved.
create function scope_covers(path text) returns boolean language sql stable parallel safe as
$$ select exists (select from unnest(scope_paths()) as prefix where starts_with(path, prefix)) $$;

-- Districts are the tenants. `code` is opaque and immutable: the GB/T 2260 code of a district is an attribute with dates.
create table districts (
  code text not null,
  name text not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  constraint districts__pk primary key (code),
  constraint districts__code_shape check (code ~ '^[a-z0-9]{1,16}$')
);
comment on table districts is 'reference: the tenants; read by everybody who acts inside one';
grant select on districts to renlin_app;
