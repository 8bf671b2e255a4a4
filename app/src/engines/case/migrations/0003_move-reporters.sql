-- Reporters of a case that was merged are answered by the case it went into, and come back with it.
alter table case_reporters add column via_case uuid;
comment on column case_reporters.via_case is 'the case this reporter came with, when theirs was merged into this one';
create index case_reporters__via on case_reporters (district_code, via_case) where via_case is not null;

-- Both cases of a move are never in one caller's sight at once, so it works with the reach of the system, only inside itself
-- (set within: a function that carries such a setting needs a superuser to make it). What may be merged is decided before.
create function merge_case_reporters(merged uuid, lead uuid) returns int
language plpgsql set search_path = pg_catalog, public as $$
declare moved int; reach text := current_setting('renlin.reach', true);
begin
  perform set_config('renlin.reach', 'system', true);
  update case_reporters set case_id = lead, via_case = merged
    where district_code = current_setting('renlin.district', true) and case_id = merged;
  get diagnostics moved = row_count;
  perform set_config('renlin.reach', coalesce(reach, ''), true);
  return moved;
end $$;

create function unmerge_case_reporters(merged uuid, lead uuid) returns int
language plpgsql set search_path = pg_catalog, public as $$
declare moved int; reach text := current_setting('renlin.reach', true);
begin
  perform set_config('renlin.reach', 'system', true);
  update case_reporters set case_id = merged, via_case = null
    where district_code = current_setting('renlin.district', true) and case_id = lead and via_case = merged;
  get diagnostics moved = row_count;
  perform set_config('renlin.reach', coalesce(reach, ''), true);
  return moved;
end $$;
grant execute on function merge_case_reporters(uuid, uuid), unmerge_case_reporters(uuid, uuid) to renlin_app;
