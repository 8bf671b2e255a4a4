-- What rulings on ownership propose for the next version of a duty list: nothing that was decided about one case is lost for the next.
create table duty_proposals (
  district_code text not null,
  id uuid not null,
  list text not null,
  category text not null,
  lead_unit uuid not null,
  assist_units uuid[] not null,
  basis text not null,
  words text not null,
  case_id uuid not null,
  proposed_at timestamptz not null,
  constraint duty_proposals__pk primary key (district_code, id),
  constraint duty_proposals__district foreign key (district_code) references districts (code),
  constraint duty_proposals__list check (list in ('street', 'community'))
);
comment on column duty_proposals.words is '[personal] words of the ruling; may name people';
create index duty_proposals__time on duty_proposals (district_code, proposed_at desc, id);
alter table duty_proposals enable row level security;
alter table duty_proposals force row level security;
create policy duty_proposals__tenant on duty_proposals using (district_code = scope_district()) with check (district_code = scope_district());
grant select, insert on duty_proposals to renlin_app;
