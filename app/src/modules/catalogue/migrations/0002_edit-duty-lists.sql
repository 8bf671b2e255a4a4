-- A draft is written, compared and published; what was published can no longer change, whoever asks.
alter table duty_lists
  -- Counts the edits of a draft, so that two editors do not overwrite each other.
  add column revision int not null default 1,
  add column base_version int,
  add column drafted_by uuid,
  add column editors uuid[] not null default '{}',
  add column published_by uuid,
  -- Why somebody published a list that they had written themselves; empty when two people took part.
  add column own_draft_reason text;
create unique index duty_lists__one_draft on duty_lists (district_code, list) where state = 'draft';

create policy duty_lists__discard on duty_lists as restrictive for delete
  using (district_code = scope_district() and state = 'draft');
create policy duty_items__edit on duty_items as restrictive for update
  using (district_code = scope_district() and exists (
    select from duty_lists l where l.district_code = duty_items.district_code and l.id = duty_items.list_id and l.state = 'draft'));
create policy duty_items__drop on duty_items as restrictive for delete
  using (district_code = scope_district() and exists (
    select from duty_lists l where l.district_code = duty_items.district_code and l.id = duty_items.list_id and l.state = 'draft'));
grant delete on duty_lists, duty_items to renlin_app;

-- A change that somebody's decision asks for (a ruling on whose matter it is): it waits beside the draft until an editor takes it or not.
create table duty_proposals (
  district_code text not null,
  id uuid not null,
  list text not null,
  code text not null,
  item jsonb not null,
  source_kind text not null,
  source_id uuid not null,
  source_label text not null,
  reason text not null,
  proposed_by uuid,
  proposed_at timestamptz not null,
  state text not null default 'open',
  decided_by uuid,
  decided_at timestamptz,
  decided_note text,
  constraint duty_proposals__pk primary key (district_code, id),
  constraint duty_proposals__district foreign key (district_code) references districts (code),
  constraint duty_proposals__source unique (district_code, source_kind, source_id, list, code),
  constraint duty_proposals__list check (list in ('street', 'community', 'grid')),
  constraint duty_proposals__state check (state in ('open', 'taken', 'declined'))
);
comment on column duty_proposals.reason is '[personal] words of a ruling; may name people';
comment on column duty_proposals.decided_note is '[personal] words of an editor; may name people';
alter table duty_proposals enable row level security;
alter table duty_proposals force row level security;
create policy duty_proposals__tenant on duty_proposals
  using (district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
grant select, insert, update on duty_proposals to renlin_app;
