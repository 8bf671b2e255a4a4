-- What the caller sees is asked once for a statement and not for each of its rows (a subselect without references to the row): reading
-- the lists of areas and units out of the settings cost more than the comparison. The rule is the one of 0002.
drop policy cases__visible on cases;
create policy cases__visible on cases for select using (
  district_code = scope_district() and (
    scope_reach() = 'system'
    or (scope_reach() = 'staff' and (
      area_path ^@ any ((select scope_seen())::text[]) or owner_unit = any ((select scope_units())::uuid[])
      or assist_units && (select scope_units())::uuid[] or filed_by = scope_account()))
    or id = scope_case()));

-- Open cases in which somebody is asked for a decision: few among many, and every queue looks for them.
create index cases__open_asks on cases (district_code, area_path, due_at) where closed_at is null and (
  facts ->> 'escalatedTo' is not null or jsonb_typeof(facts -> 'extension') = 'object' or jsonb_typeof(facts -> 'ruling') = 'object');

-- The own filings of a person, newest first; written once for each filing.
create index case_steps__filed on case_steps (district_code, account_id, received_at) where version = 1 and account_id is not null;

-- The words that this transaction looks for. An index over words serves a condition of the policy, never one of the caller: what
-- compares arrays might tell of rows that the policy hides, and so is asked last, of every row. Nothing is looked for: every row of the district.
create function scope_words() returns text[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('renlin.words', true), ''), '{}')::text[] $$;
drop policy case_words__tenant on case_words;
create policy case_words__found on case_words for select using (district_code = scope_district() and words @> scope_words());
create policy case_words__add on case_words for insert with check (district_code = scope_district());
create policy case_words__change on case_words for update using (district_code = scope_district())
  with check (district_code = scope_district());
