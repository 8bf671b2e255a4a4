-- When a place is open, as its source writes it; and what runs under the ground: it is drawn, and parts nothing.
alter table map_features add column hours text;
alter table map_features add column underground boolean not null default false;
