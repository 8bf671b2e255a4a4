-- Double entry, append-only. A posting moves amounts of one thing between accounts and sums to zero for each thing; nothing is edited, a
-- mistake is reversed by another posting. Amounts are whole thousandths of the thing's unit (or of a yuan): no rounding on the way.
create table ledger_accounts (
  district_code text not null,
  id uuid not null,
  book text not null,
  -- Who or what holds it: a stock point, a fund. What is outside the book (suppliers, what was used up) has the book's own nil id.
  holder_id uuid not null,
  kind text not null,
  -- The thing: an item with its lot, a currency.
  thing text not null,
  balance bigint not null,
  -- The balance never falls below; null: it may.
  floor bigint,
  constraint ledger_accounts__pk primary key (district_code, id),
  constraint ledger_accounts__district foreign key (district_code) references districts (code),
  constraint ledger_accounts__once unique (district_code, book, holder_id, kind, thing),
  constraint ledger_accounts__floor check (floor is null or balance >= floor)
);
create index ledger_accounts__by_thing on ledger_accounts (district_code, book, thing);

create table ledger_postings (
  district_code text not null,
  -- The command's own id: the same posting sent again is the same.
  id uuid not null,
  book text not null,
  kind text not null,
  -- What was asked for, so that a repeated id with another content is told apart.
  digest text not null,
  reason text not null,
  reverses uuid,
  -- What it belongs to: a request, an emergency, a count.
  about uuid,
  account_id uuid,
  approved_by uuid,
  occurred_at timestamptz not null,
  posted_at timestamptz not null,
  constraint ledger_postings__pk primary key (district_code, id),
  constraint ledger_postings__district foreign key (district_code) references districts (code),
  constraint ledger_postings__reverses foreign key (district_code, reverses) references ledger_postings (district_code, id),
  constraint ledger_postings__reversed_once unique (district_code, reverses),
  constraint ledger_postings__two_people check (approved_by is null or approved_by <> account_id)
);
create index ledger_postings__about on ledger_postings (district_code, about) where about is not null;
create index ledger_postings__by_time on ledger_postings (district_code, book, posted_at);

create table ledger_entries (
  district_code text not null,
  posting_id uuid not null,
  seq int not null,
  account_id uuid not null,
  amount bigint not null,
  constraint ledger_entries__pk primary key (district_code, posting_id, seq),
  constraint ledger_entries__posting foreign key (district_code, posting_id) references ledger_postings (district_code, id),
  constraint ledger_entries__account foreign key (district_code, account_id) references ledger_accounts (district_code, id),
  constraint ledger_entries__moves check (amount <> 0)
);
create index ledger_entries__by_account on ledger_entries (district_code, account_id);

alter table ledger_accounts enable row level security;
alter table ledger_accounts force row level security;
create policy ledger_accounts__read on ledger_accounts for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy ledger_accounts__add on ledger_accounts for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system') and balance = 0);
create policy ledger_accounts__change on ledger_accounts for update using (
  district_code = scope_district() and scope_reach() in ('staff', 'system')) with check (district_code = scope_district());

alter table ledger_postings enable row level security;
alter table ledger_postings force row level security;
create policy ledger_postings__read on ledger_postings for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy ledger_postings__add on ledger_postings for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

alter table ledger_entries enable row level security;
alter table ledger_entries force row level security;
create policy ledger_entries__read on ledger_entries for select using (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));
create policy ledger_entries__add on ledger_entries for insert with check (
  district_code = scope_district() and scope_reach() in ('staff', 'system'));

-- Nothing that was written down is ever changed or taken away.
grant select, insert, update on ledger_accounts to renlin_app;
grant select, insert on ledger_postings, ledger_entries to renlin_app;
