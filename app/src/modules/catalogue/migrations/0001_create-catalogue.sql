create table categories (
  district_code text not null,
  code text not null,
  parent text,
  definition jsonb not null,
  retired boolean not null default false,
  version int not null default 1,
  updated_at timestamptz not null,
  constraint categories__pk primary key (district_code, code),
  constraint categories__district foreign key (district_code) references districts (code),
  constraint categories__parent foreign key (district_code, parent) references categories (district_code, code),
  constraint categories__code check (code ~ '^[a-z0-9][a-z0-9.-]{0,60}$')
);
create index categories__parent_idx on categories (district_code, parent);

-- A duty list is replaced by its next version, never edited: cases keep the version that routed them.
create table duty_lists (
  district_code text not null,
  id uuid not null,
  list text not null,
  version int not null,
  title text not null,
  state text not null,
  effective_from timestamptz not null,
  published_at timestamptz,
  created_at timestamptz not null,
  constraint duty_lists__pk primary key (district_code, id),
  constraint duty_lists__version unique (district_code, list, version),
  constraint duty_lists__district foreign key (district_code) references districts (code),
  constraint duty_lists__list check (list in ('street', 'community', 'grid')),
  constraint duty_lists__state check (state in ('draft', 'published', 'replaced'))
);

create table duty_items (
  district_code text not null,
  id uuid not null,
  list_id uuid not null,
  code text not null,
  type text not null,
  position int not null,
  definition jsonb not null,
  constraint duty_items__pk primary key (district_code, id),
  constraint duty_items__code unique (district_code, list_id, code),
  constraint duty_items__list foreign key (district_code, list_id) references duty_lists (district_code, id),
  constraint duty_items__type check (type in ('basic', 'assist', 'withdrawn', 'duty', 'help', 'negative', 'access'))
);

-- Days that a jurisdiction decides for itself, over the published holidays.
create table calendar_overrides (
  district_code text not null,
  day date not null,
  kind text not null,
  note text not null,
  account_id uuid,
  set_at timestamptz not null,
  constraint calendar_overrides__pk primary key (district_code, day),
  constraint calendar_overrides__district foreign key (district_code) references districts (code),
  constraint calendar_overrides__kind check (kind in ('work', 'rest'))
);

do $$
declare name text;
begin
  foreach name in array array['categories', 'duty_lists', 'duty_items', 'calendar_overrides'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I using (district_code = scope_district()) with check (district_code = scope_district())', name || '__tenant', name);
    execute format('grant select, insert, update on %I to renlin_app', name);
  end loop;
end $$;
grant delete on calendar_overrides to renlin_app;
