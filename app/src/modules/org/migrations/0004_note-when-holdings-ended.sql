-- The instant at which an ending was written down. On its last day a holding was in force until then: work that was done before it, on a
-- phone without a network, was done by the holder. Null for endings of earlier releases, and for those that run out by their date.
alter table org_holdings add column ended_at timestamptz;
