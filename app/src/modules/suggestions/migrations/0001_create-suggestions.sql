-- What closed cases taught about categories: one model a district, the newest. It holds pairs of characters that many cases share,
-- never a sentence, a number or a name.
create table category_models (
  district_code text not null,
  version int not null,
  made_at timestamptz not null,
  texts int not null,
  quality jsonb not null,
  model jsonb not null,
  constraint category_models__pk primary key (district_code),
  constraint category_models__district foreign key (district_code) references districts (code),
  constraint category_models__version check (version >= 1)
);
comment on column category_models.model is 'weights of pairs of characters that at least five cases of at least five reporters share';

alter table category_models enable row level security;
alter table category_models force row level security;
create policy category_models__read on category_models for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy category_models__keep on category_models for insert with check (
  district_code = scope_district() and scope_reach() = 'system');
create policy category_models__renew on category_models for update using (
  district_code = scope_district() and scope_reach() = 'system') with check (district_code = scope_district());
grant select, insert, update on category_models to renlin_app;
