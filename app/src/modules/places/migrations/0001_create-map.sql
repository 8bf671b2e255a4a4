-- The map of a district: what is drawn, searched and looked up. Nothing here is personal: it is what stands in the street.
create table maps (
  district_code text not null,
  -- Counts up with every change of the map; tiles and the search index in memory are kept per version.
  version bigint not null default 1,
  title text not null,
  attribution text not null,
  min_lng double precision not null,
  min_lat double precision not null,
  max_lng double precision not null,
  max_lat double precision not null,
  changed_at timestamptz not null default now(),
  constraint maps__pk primary key (district_code),
  constraint maps__district foreign key (district_code) references districts (code),
  constraint maps__bounds check (min_lng <= max_lng and min_lat <= max_lat)
);
alter table maps enable row level security;
alter table maps force row level security;
create policy maps__read on maps for select using (district_code = scope_district());
create policy maps__write on maps for all
  using (district_code = scope_district() and scope_reach() in ('system', 'staff'))
  with check (district_code = scope_district() and scope_reach() in ('system', 'staff'));
grant select, insert, update, delete on maps to renlin_app;

create table map_features (
  district_code text not null,
  -- Stable over imports (w123 is way 123 of OpenStreetMap), so what refers to a building survives a newer file.
  id text not null,
  source text not null,
  layer text not null,
  class text not null,
  name text,
  street text,
  house_number text,
  address text,
  -- Initials and full pinyin of the name and the address, for search by keyboard.
  pinyin text,
  levels real,
  height_m real,
  households int,
  area_id text,
  geometry json not null,
  lng double precision not null,
  lat double precision not null,
  -- Square metres of an area, metres of a line: decides from which zoom on a thing is drawn.
  size real not null,
  constraint map_features__pk primary key (district_code, id),
  constraint map_features__district foreign key (district_code) references districts (code),
  constraint map_features__layer check (layer in ('road', 'building', 'water', 'landuse', 'poi', 'place')),
  constraint map_features__position check (lng between -180 and 180 and lat between -90 and 90),
  constraint map_features__households check (households is null or households between 0 and 100000)
);
create index map_features__by_layer on map_features (district_code, layer);
create index map_features__by_area on map_features (district_code, area_id) where area_id is not null;
alter table map_features enable row level security;
alter table map_features force row level security;
create policy map_features__read on map_features for select using (district_code = scope_district());
create policy map_features__write on map_features for all
  using (district_code = scope_district() and scope_reach() in ('system', 'staff'))
  with check (district_code = scope_district() and scope_reach() in ('system', 'staff'));
grant select, insert, update, delete on map_features to renlin_app;

-- 部件: public things with a code of their own. Shown exactly, because they are nobody's home.
create table assets (
  district_code text not null,
  id text not null,
  code text not null,
  category text not null,
  name text,
  address text,
  lng double precision not null,
  lat double precision not null,
  area_id text,
  unit_id text,
  condition text not null default 'good',
  constraint assets__pk primary key (district_code, id),
  constraint assets__code unique (district_code, code),
  constraint assets__district foreign key (district_code) references districts (code),
  constraint assets__position check (lng between -180 and 180 and lat between -90 and 90),
  constraint assets__condition check (condition in ('good', 'damaged', 'missing', 'removed'))
);
create index assets__by_category on assets (district_code, category);
create index assets__by_area on assets (district_code, area_id) where area_id is not null;
alter table assets enable row level security;
alter table assets force row level security;
create policy assets__read on assets for select using (district_code = scope_district());
create policy assets__write on assets for all
  using (district_code = scope_district() and scope_reach() in ('system', 'staff'))
  with check (district_code = scope_district() and scope_reach() in ('system', 'staff'));
grant select, insert, update, delete on assets to renlin_app;
