-- Where an answer came from: several calls may share one request to Gong.
alter table event
  add column source text,
  add column age_millis bigint,
  add column shared_with integer not null default 0,
  add column upstream_request_id text;
