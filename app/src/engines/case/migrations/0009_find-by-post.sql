-- What is addressed to one post (an action card) is asked for by it: several thousand lie open in one state at the same time.
create index cases__open_post on cases (district_code, (facts ->> 'post'), state) where closed_at is null and facts ->> 'post' is not null;
