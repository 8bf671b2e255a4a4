-- Open cases that wait for an emergency response are few, and are looked for every few seconds.
create index cases__ordinary_waits on cases (district_code, id)
  where closed_at is null and jsonb_typeof(facts -> 'ordinaryPause') = 'object';
