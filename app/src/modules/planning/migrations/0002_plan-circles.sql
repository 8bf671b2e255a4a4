-- A plan may be an emergency circle as well: several services around every building.
alter table plans drop constraint plans__kind;
alter table plans add constraint plans__kind check (kind in ('grids', 'coverage', 'siting', 'circle'));
