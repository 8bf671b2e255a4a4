-- Nearly all cases are of the kinds that people report. Responses, calls and what hangs on them are few and are asked for every few seconds,
-- by jobs and by residents' first page; without this each question read the whole table.
create index cases__few_kinds on cases (district_code, kind, filed_at)
  where kind <> 'incident' and kind <> 'request' and kind <> 'hazard' and kind <> 'trifle';
