-- Work orders of other houses (12345, 综治, 城管). The case is ours and holds the work; here is what ties it to them: their number, what
-- they said, what we told them, and when.
create table outside_sources (
  district_code text not null,
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null,
  unit_id uuid not null,
  area_id uuid not null,
  enabled boolean not null default true,
  mapping jsonb not null,
  words jsonb not null,
  reply jsonb not null,
  secret text,
  callback text,
  callback_on boolean not null default false,
  version int not null default 1,
  updated_at timestamptz not null,
  constraint outside_sources__pk primary key (district_code, id),
  constraint outside_sources__code unique (district_code, code),
  constraint outside_sources__district foreign key (district_code) references districts (code),
  constraint outside_sources__kind check (kind in ('hotline', 'pingan', 'urban', 'other')),
  constraint outside_sources__code_shape check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$')
);
comment on column outside_sources.secret is '[secret] signs what they send and what we send, sealed by platform/crypto';
comment on column outside_sources.callback is '[secret] their address, sealed by platform/crypto';

create table outside_orders (
  district_code text not null,
  id uuid not null,
  source_id uuid not null,
  number text not null,
  case_id uuid not null,
  joined boolean not null,
  deadline timestamptz,
  received_at timestamptz,
  seen_texts text[] not null,
  echoed jsonb not null,
  person_hash bytea,
  category text not null,
  link jsonb not null,
  case_version int not null,
  attention text,
  taken_at timestamptz not null,
  changed_at timestamptz not null,
  constraint outside_orders__pk primary key (district_code, id),
  constraint outside_orders__number unique (district_code, source_id, number),
  constraint outside_orders__source foreign key (district_code, source_id) references outside_sources (district_code, id),
  constraint outside_orders__case foreign key (district_code, case_id) references cases (district_code, id),
  constraint outside_orders__attention check (attention in ('late-return', 'withdrawn', 'unknown-word'))
);
comment on column outside_orders.echoed is '[personal] cells of their row that their own reply form asks back';
create index outside_orders__case_idx on outside_orders (district_code, case_id);
create index outside_orders__taken on outside_orders (district_code, taken_at desc, id desc);
create index outside_orders__person on outside_orders (district_code, person_hash) where person_hash is not null;

-- What goes back: typed once in the case, written here in the words of the reply, exported or sent.
create table outside_replies (
  district_code text not null,
  id uuid not null,
  order_id uuid not null,
  case_version int not null,
  state text not null,
  text text not null,
  made_at timestamptz not null,
  delivered_at timestamptz,
  delivery text,
  constraint outside_replies__pk primary key (district_code, id),
  constraint outside_replies__once unique (district_code, order_id, case_version),
  constraint outside_replies__order foreign key (district_code, order_id) references outside_orders (district_code, id),
  constraint outside_replies__delivery check (delivery in ('file', 'callback'))
);
comment on column outside_replies.text is '[personal] words of the handler; may name people';
create index outside_replies__waiting on outside_replies (district_code, made_at) where delivered_at is null;

-- Every state that crossed the wall, in either direction, once: the key names what was said.
create table outside_syncs (
  district_code text not null,
  id uuid not null,
  order_id uuid not null,
  direction text not null,
  key text not null,
  state text not null,
  effect text not null,
  at timestamptz not null,
  sent_at timestamptz,
  attempts int not null default 0,
  next_at timestamptz,
  failure text,
  constraint outside_syncs__pk primary key (district_code, id),
  constraint outside_syncs__once unique (district_code, order_id, direction, key),
  constraint outside_syncs__order foreign key (district_code, order_id) references outside_orders (district_code, id),
  constraint outside_syncs__direction check (direction in ('in', 'out'))
);
create index outside_syncs__due on outside_syncs (district_code, next_at) where direction = 'out' and sent_at is null;

-- A signed message is taken once: its nonce is remembered for longer than its timestamp is believed.
create table outside_nonces (
  district_code text not null,
  source_id uuid not null,
  nonce text not null,
  at timestamptz not null,
  constraint outside_nonces__pk primary key (district_code, source_id, nonce),
  constraint outside_nonces__source foreign key (district_code, source_id) references outside_sources (district_code, id)
);
create index outside_nonces__age on outside_nonces (district_code, at);

do $$
declare name text;
begin
  foreach name in array array['outside_sources', 'outside_orders', 'outside_replies', 'outside_syncs', 'outside_nonces'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update on %I to renlin_app', name);
  end loop;
end $$;
grant delete on outside_nonces, outside_replies to renlin_app;

create policy outside_sources__tenant on outside_sources using (district_code = scope_district() and scope_reach() in ('staff', 'system'))
  with check (district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy outside_nonces__tenant on outside_nonces using (district_code = scope_district() and scope_reach() = 'system')
  with check (district_code = scope_district() and scope_reach() = 'system');
-- An order is visible with its case: the subselect is subject to the policy of `cases`. Only the machine writes it.
create policy outside_orders__visible on outside_orders for select using (
  district_code = scope_district() and (scope_reach() = 'system' or exists (
    select from cases c where c.district_code = outside_orders.district_code and c.id = outside_orders.case_id)));
create policy outside_orders__add on outside_orders for insert with check (district_code = scope_district() and scope_reach() = 'system');
create policy outside_orders__change on outside_orders for update using (district_code = scope_district() and scope_reach() = 'system');
create policy outside_replies__visible on outside_replies for select using (
  district_code = scope_district() and (scope_reach() = 'system' or exists (
    select from outside_orders o where o.district_code = outside_replies.district_code and o.id = outside_replies.order_id)));
create policy outside_replies__add on outside_replies for insert with check (district_code = scope_district() and scope_reach() = 'system');
create policy outside_replies__change on outside_replies for update using (district_code = scope_district() and scope_reach() = 'system');
create policy outside_syncs__visible on outside_syncs for select using (
  district_code = scope_district() and (scope_reach() = 'system' or exists (
    select from outside_orders o where o.district_code = outside_syncs.district_code and o.id = outside_syncs.order_id)));
create policy outside_syncs__add on outside_syncs for insert with check (district_code = scope_district() and scope_reach() = 'system');
create policy outside_syncs__change on outside_syncs for update using (district_code = scope_district() and scope_reach() = 'system');
create policy outside_replies__drop on outside_replies for delete using (
  district_code = scope_district() and scope_reach() = 'system' and delivered_at is null);
