-- Policy cards: what a department offers, to whom, and how one gets it. A card is replaced by its next version, never edited; what the
-- public sees is the version that was published. Nothing here is personal: answers of residents never arrive.
create table policies (
  district_code text not null,
  id uuid not null,
  unit_id uuid not null,
  -- The newest version, and the published one.
  version int not null,
  published int,
  changed_at timestamptz not null,
  constraint policies__pk primary key (district_code, id),
  constraint policies__district foreign key (district_code) references districts (code),
  constraint policies__unit foreign key (district_code, unit_id) references tree_nodes (district_code, id),
  constraint policies__published check (published between 1 and version)
);
create index policies__by_unit on policies (district_code, unit_id);

create table policy_versions (
  district_code text not null,
  policy_id uuid not null,
  version int not null,
  definition jsonb not null,
  account_id uuid,
  at timestamptz not null,
  constraint policy_versions__pk primary key (district_code, policy_id, version),
  constraint policy_versions__policy foreign key (district_code, policy_id) references policies (district_code, id)
);

do $$
declare name text;
begin
  foreach name in array array['policies', 'policy_versions'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I for select using (district_code = scope_district())', name || '__read', name);
    execute format('create policy %I on %I for insert with check (district_code = scope_district() and scope_reach() in (''staff'', ''system''))', name || '__add', name);
  end loop;
end $$;
create policy policies__change on policies for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());
grant select, insert, update on policies to renlin_app;
grant select, insert on policy_versions to renlin_app;
