-- What one person asks and another agrees to: an export with nothing masked, and the writing-off of goods. Each runs out by itself.
create table register_approvals (
  district_code text not null,
  id uuid not null,
  register text not null,
  kind text not null,
  -- What is to be written off; of an export the question for the list, and the places over which it was asked.
  record_id uuid,
  selection jsonb,
  paths text[] not null,
  reason text not null,
  state text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  runs_out_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  note text,
  -- Whose records went out with it, so that the words typed here go when one of them is deleted.
  seen_ids uuid[] not null default '{}',
  used_at timestamptz,
  constraint register_approvals__pk primary key (district_code, id),
  constraint register_approvals__district foreign key (district_code) references districts (code),
  constraint register_approvals__kind check (kind in ('export', 'dispose')),
  constraint register_approvals__of check ((kind = 'dispose') = (record_id is not null) and (kind = 'export') = (selection is not null)),
  constraint register_approvals__state check (state in ('open', 'agreed', 'refused')),
  constraint register_approvals__two check (decided_by is null or decided_by <> asked_by)
);
comment on column register_approvals.reason is '[personal] typed by staff and may name somebody; emptied when a record that it touched is deleted';
comment on column register_approvals.note is '[personal] typed by staff and may name somebody; emptied when a record that it touched is deleted';
create unique index register_approvals__one on register_approvals (district_code, register, record_id) where state = 'open' and kind = 'dispose';
create index register_approvals__time on register_approvals (district_code, register, asked_at desc);
create index register_approvals__seen on register_approvals using gin (seen_ids);

alter table register_approvals enable row level security;
alter table register_approvals force row level security;
create policy register_approvals__staff on register_approvals using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
grant select, insert, update on register_approvals to renlin_app;

-- An export with nothing masked is another thing to have been seen by than one with masks.
alter table register_views drop constraint register_views__kind;
alter table register_views add constraint register_views__kind check (kind in ('open', 'reveal', 'export', 'export-whole', 'print'));
