-- How many elders, children and disabled people live in a building: numbers for planning, nobody's name. When a place is open.
alter table reg_buildings
  add column elderly integer,
  add column children integer,
  add column disabled integer;
alter table reg_venues add column hours text;
