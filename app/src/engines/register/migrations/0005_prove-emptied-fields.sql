-- Of a thing only what it says of people goes, as often as somebody new is entered; each time leaves its own proof.
alter table register_tombstones
  add column seq int not null default 0,
  add column fields text[],
  drop constraint register_tombstones__pk,
  add constraint register_tombstones__pk primary key (district_code, register, record_id, seq),
  add constraint register_tombstones__what check ((seq = 0) = (fields is null));

-- The steps stay append-only, save that what is said of people leaves them: alone, of a thing that stays, or with all the rest.
create or replace function register_steps_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and (new.district_code, new.register, new.record_id, new.seq, new.at, new.kind, new.actor)
      = (old.district_code, old.register, old.record_id, old.seq, old.at, old.kind, old.actor)
    and new.account_id is not distinct from old.account_id and new.command_id is not distinct from old.command_id
    and new.batch_id is not distinct from old.batch_id then
    -- The values of a deleted record are taken out of its steps; those of its people may have gone before.
    if new.sealed is null and new.changes = '{}' and new.erased_at is not null
      and (old.erased_at is null or new.erased_at = old.erased_at) then
      return new;
    end if;
    -- The people are taken out of a thing's step; what it says of the thing stays.
    if new.sealed is null and old.sealed is not null and new.changes = old.changes and new.erased_at is not null
      and old.erased_at is null then
      return new;
    end if;
    if scope_reach() = 'system' and old.sealed is not null and new.sealed is not null and new.changes = old.changes
      and new.erased_at is not distinct from old.erased_at then
      return new;
    end if;
  end if;
  raise exception 'the steps of a register are append-only' using errcode = '42501';
end $$;
