-- One row per write that was about to be sent. It is committed before the request goes out, so a
-- row without an ending means: the write may or may not have happened.
create table write_ledger (
  call_id          text primary key,
  connection       text not null,
  holder           text not null,
  attempt          integer not null,
  intended_at      timestamptz not null default now(),
  ended_at         timestamptz,
  ending           text,
  detail           text,
  retryable        boolean,
  retry_at         timestamptz,
  http_status      integer,
  content_type     text,
  body             bytea,
  gong_request_id  text,
  attempts         integer,
  sent_at          timestamptz,
  check ((ended_at is null) = (ending is null))
);

create index write_ledger_by_age on write_ledger (intended_at);
