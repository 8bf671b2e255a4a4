-- Updates of the last hours are asked for across all cases. Steps are only ever appended, so a block range index finds them and costs
-- a command nothing.
create index case_steps__received on case_steps using brin (received_at);
