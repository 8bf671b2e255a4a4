-- Handling reaches what lies with the unit; reporting, taking in, dispatching, verifying, supervising and viewing reach the area.
drop policy cases__visible on cases;
create policy cases__visible on cases for select using (
  district_code = scope_district() and (
    scope_reach() = 'system'
    or (scope_reach() = 'staff' and (
      scope_sees(area_path) or owner_unit = any (scope_units()) or assist_units && scope_units() or filed_by = scope_account()))
    or id = scope_case()));
drop policy cases__change on cases;
create policy cases__change on cases for update using (
  district_code = scope_district() and (
    scope_reach() = 'system'
    or (scope_reach() = 'staff' and (
      scope_sees(area_path) or owner_unit = any (scope_units()) or assist_units && scope_units() or filed_by = scope_account()))
    or id = scope_case())) with check (district_code = scope_district());
