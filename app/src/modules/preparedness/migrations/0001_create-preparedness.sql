-- Responsibility lists and plans: documents in versions. One row is one version; what was published is never edited, a new version follows it.
create table prep_documents (
  district_code text not null,
  id uuid not null,
  kind text not null,
  area_id uuid not null,
  -- A kind of emergency, or `any`.
  risk text not null,
  -- Which hazard point the plan is for; empty for the others.
  subject text not null,
  version int not null,
  -- Counts what was written into the draft: a signature holds for what was read.
  revision int not null,
  state text not null,
  title text not null,
  content jsonb not null,
  note text not null,
  review_on date not null,
  -- Everybody who wrote in it: none of them may approve it.
  writers uuid[] not null,
  drafted_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  -- How many duties nobody held when it was published, which the approver had seen.
  gaps_seen int,
  constraint prep_documents__pk primary key (district_code, id),
  constraint prep_documents__version unique (district_code, kind, area_id, risk, subject, version),
  constraint prep_documents__district foreign key (district_code) references districts (code),
  constraint prep_documents__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint prep_documents__kind check (kind in ('duties', 'plan-household', 'plan-point', 'plan-community')),
  constraint prep_documents__state check (state in ('draft', 'published', 'dropped')),
  constraint prep_documents__approved check ((state = 'published') = (approved_by is not null)
    and (approved_by is null) = (approved_at is null)),
  constraint prep_documents__two_people check (approved_by is null or not (approved_by = any (writers)))
);
create index prep_documents__by_area on prep_documents (district_code, area_id);
create unique index prep_documents__one_draft on prep_documents (district_code, kind, area_id, risk, subject)
  where state = 'draft';

create table prep_signatures (
  district_code text not null,
  document_id uuid not null,
  revision int not null,
  unit_id uuid not null,
  account_id uuid not null,
  post_title text not null,
  at timestamptz not null,
  constraint prep_signatures__pk primary key (district_code, document_id, revision, unit_id),
  constraint prep_signatures__document foreign key (district_code, document_id)
    references prep_documents (district_code, id),
  constraint prep_signatures__unit foreign key (district_code, unit_id) references tree_nodes (district_code, id)
);
create index prep_signatures__by_unit on prep_signatures (district_code, unit_id);

alter table prep_documents enable row level security;
alter table prep_documents force row level security;
create policy prep_documents__read on prep_documents for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy prep_documents__add on prep_documents for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
-- Only a draft changes.
create policy prep_documents__change on prep_documents for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system') and state = 'draft')
  with check (district_code = scope_district());

alter table prep_signatures enable row level security;
alter table prep_signatures force row level security;
create policy prep_signatures__read on prep_signatures for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy prep_signatures__add on prep_signatures for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

grant select, insert, update on prep_documents to renlin_app;
grant select, insert on prep_signatures to renlin_app;
