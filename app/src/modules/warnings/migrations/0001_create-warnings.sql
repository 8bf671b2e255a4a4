-- 预警: what a weather service or a government announced, as it was received. A row is written once; that a later one updated or cancelled
-- it is all that is added. A response level is something else: it is ordered, and kept with the emergency.
create table warnings (
  district_code text not null,
  id uuid not null,
  -- cap: a document in the Common Alerting Protocol; typed: written off by a person, with issuer and document number.
  origin text not null,
  version text,
  sender text not null,
  identifier text not null,
  sent_at timestamptz not null,
  status text not null,
  msg_type text not null,
  scope text not null,
  refs jsonb not null,
  event text not null,
  risk text not null,
  colour text,
  -- Where the colour comes from: the issuer's words, or the table of severities.
  colour_from text not null,
  severity text not null,
  urgency text not null,
  certainty text not null,
  issuer text not null,
  document_number text,
  headline text not null,
  description text not null,
  instruction text not null,
  contact text not null,
  effective_at timestamptz not null,
  onset_at timestamptz,
  expires_at timestamptz not null,
  area_words text not null,
  shapes jsonb not null,
  notes jsonb not null,
  -- There is a signature in the document. Nobody here checked it.
  signed boolean not null,
  -- The document as it came, byte for byte.
  document bytea,
  source text not null,
  received_at timestamptz not null,
  received_by uuid,
  announced_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  ended_why text,
  constraint warnings__pk primary key (district_code, id),
  constraint warnings__district foreign key (district_code) references districts (code),
  constraint warnings__named unique (district_code, sender, identifier),
  constraint warnings__origin check (origin in ('cap', 'typed')),
  constraint warnings__colour check (colour in ('blue', 'yellow', 'orange', 'red')),
  constraint warnings__times check (expires_at > sent_at),
  constraint warnings__ended check (
    (ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_why is null)
    and ended_why in ('updated', 'cancelled'))
);
create index warnings__by_end on warnings (district_code, expires_at);

-- The places that a warning is about, and how that is known: by its outline, by a code, or because a person said so.
create table warning_areas (
  district_code text not null,
  warning_id uuid not null,
  area_id uuid not null,
  how text not null,
  constraint warning_areas__pk primary key (district_code, warning_id, area_id),
  constraint warning_areas__warning foreign key (district_code, warning_id) references warnings (district_code, id),
  constraint warning_areas__area foreign key (district_code, area_id) references tree_nodes (district_code, id),
  constraint warning_areas__how check (how in ('shape', 'code', 'named', 'former'))
);
create index warning_areas__by_area on warning_areas (district_code, area_id);

-- Documents that were not taken, with the reasons, so that nobody who sent one is left without an answer.
create table warning_refusals (
  district_code text not null,
  id uuid not null,
  source text not null,
  digest text not null,
  bytes int not null,
  faults jsonb not null,
  at timestamptz not null,
  received_by uuid,
  constraint warning_refusals__pk primary key (district_code, id),
  constraint warning_refusals__district foreign key (district_code) references districts (code)
);
create index warning_refusals__by_time on warning_refusals (district_code, at);

alter table warnings enable row level security;
alter table warnings force row level security;
-- Residents see what its issuer meant for everybody, and nothing that is an exercise or a test.
create policy warnings__read on warnings for select using (
  district_code = scope_district() and (scope_reach() in ('staff', 'system')
    or (scope_reach() = 'public' and status = 'Actual' and scope = 'Public')));
create policy warnings__add on warnings for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy warnings__change on warnings for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table warning_areas enable row level security;
alter table warning_areas force row level security;
create policy warning_areas__read on warning_areas for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system', 'public'));
create policy warning_areas__add on warning_areas for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table warning_refusals enable row level security;
alter table warning_refusals force row level security;
create policy warning_refusals__read on warning_refusals for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy warning_refusals__add on warning_refusals for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

grant select, insert, update on warnings to renlin_app;
grant select, insert on warning_areas, warning_refusals to renlin_app;
