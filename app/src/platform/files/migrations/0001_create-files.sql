-- What was uploaded. The bytes lie in the store under the id; the name a person gave the file is not kept.
create table files (
  district_code text not null,
  id uuid not null,
  mime text not null,
  bytes int not null,
  width int,
  height int,
  sha256 text not null,
  purpose text not null,
  has_thumb boolean not null,
  uploaded_by uuid,
  claim_hash bytea,
  created_at timestamptz not null,
  stored_at timestamptz,
  claimed_at timestamptz,
  constraint files__pk primary key (district_code, id),
  constraint files__purpose_shape check (purpose ~ '^[a-z-]{1,40}$')
);
create index files__unclaimed on files (created_at) where claimed_at is null;
create index files__uploader on files (uploaded_by);
comment on column files.uploaded_by is 'account id; null for residents';
comment on column files.claim_hash is '[secret] hash of the token with which a resident attaches the upload to a report';

alter table files enable row level security;
alter table files force row level security;
create policy files__district on files
  using (district_code = scope_district() or scope_reach() = 'system')
  with check (district_code = scope_district() or scope_reach() = 'system');
grant select, insert, update on files to renlin_app;

-- Only what nobody attached to anything may go, and only after the time in which a report is finished.
create policy files__sweep on files as restrictive for delete using (scope_reach() = 'system' and claimed_at is null);
grant delete on files to renlin_app;
