-- A plan may be a stress test: a scenario over an area, run many times, with what would have helped.
alter table plans drop constraint plans__kind;
alter table plans add constraint plans__kind check (kind in ('grids', 'coverage', 'siting', 'circle', 'stress'));
