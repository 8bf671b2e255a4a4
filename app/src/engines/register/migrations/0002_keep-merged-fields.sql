-- Which fields a kept record took over, so that a merge can be taken apart.
alter table register_merges add column taken text[] not null default '{}';
