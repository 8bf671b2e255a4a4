-- Uploads that come in pieces over a bad network. A row says how much has arrived; the pieces lie in the file store until the file is
-- whole, so that every process can go on where another one stopped.
create table file_uploads (
  district_code text not null,
  id uuid not null,
  account_id uuid not null,
  bytes int not null,
  received int not null,
  sha256 text,
  file_id uuid,
  expires_at timestamptz not null,
  constraint file_uploads__pk primary key (district_code, id),
  constraint file_uploads__bytes check (bytes > 0 and received between 0 and bytes)
);
create index file_uploads__expires on file_uploads (expires_at);
create index file_uploads__account on file_uploads (district_code, account_id);

create table file_upload_parts (
  district_code text not null,
  upload_id uuid not null,
  start int not null,
  bytes int not null,
  blob_id uuid not null,
  constraint file_upload_parts__pk primary key (district_code, upload_id, start),
  constraint file_upload_parts__upload foreign key (district_code, upload_id) references file_uploads (district_code, id) on delete cascade
);

alter table file_uploads enable row level security;
alter table file_uploads force row level security;
create policy file_uploads__own on file_uploads using (
  (district_code = scope_district() and account_id = scope_account()) or scope_reach() = 'system') with check (
  district_code = scope_district() and account_id = scope_account());
alter table file_upload_parts enable row level security;
alter table file_upload_parts force row level security;
-- A piece is visible with its upload.
create policy file_upload_parts__own on file_upload_parts using (
  scope_reach() = 'system' or (district_code = scope_district() and exists (select from file_uploads u
    where u.district_code = file_upload_parts.district_code and u.id = file_upload_parts.upload_id))) with check (
  district_code = scope_district());
grant select, insert, update, delete on file_uploads, file_upload_parts to renlin_app;
