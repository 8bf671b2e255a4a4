-- A community's approved plan sets its own levels: a level set may hold for an area, and the nearest one wins. Null is the whole district.
alter table emergency_level_sets add column id uuid not null default gen_random_uuid();
alter table emergency_level_sets add column area_id uuid;
alter table emergency_level_sets drop constraint emergency_level_sets__pk;
alter table emergency_level_sets add constraint emergency_level_sets__pk primary key (district_code, id);
alter table emergency_level_sets add constraint emergency_level_sets__version
  unique nulls not distinct (district_code, area_id, risk, version);
alter table emergency_level_sets add constraint emergency_level_sets__area
  foreign key (district_code, area_id) references tree_nodes (district_code, id);
