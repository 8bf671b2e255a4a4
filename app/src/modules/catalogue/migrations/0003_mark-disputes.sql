-- Quarrels between residents are passed on only with a party's word: the category that every district has had for them says so from now
-- on. The policies of the table are for requests of one district; this is for all of them, by the table's owner.
alter table categories no force row level security;
update categories set definition = definition || '{"dispute": true}', version = version + 1
where code = 'living.noise-neighbour' and not definition ? 'dispute';
alter table categories force row level security;
