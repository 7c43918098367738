-- One row a decision, for good. Not partitioned by time: a repeated event may carry another time,
-- and only an index over all rows can refuse it.
create table event (
  event_id         text collate "C" primary key,
  kind             text        not null,
  at               timestamptz not null,
  recorded_at      timestamptz not null default now(),
  service          text        not null,
  connection       text        not null,
  call_id          text        not null,
  caller           text        not null,
  client           text,
  tool             text        not null,
  operation        text        not null,
  effect           text        not null,
  outcome          text        not null,
  reason           text,
  arguments_digest text,
  arguments        jsonb       not null,
  http_status      integer,
  gong_request_id  text,
  quota_units      integer     not null,
  latency_millis   bigint,
  trace_id         text
);

-- Each search is newest first, by one of these or by time alone.
create index event_by_time       on event (at desc, event_id desc);
create index event_by_call       on event (call_id);
create index event_by_connection on event (connection, at desc, event_id desc);
create index event_by_caller     on event (caller, at desc, event_id desc);
create index event_by_tool       on event (tool, at desc, event_id desc);
create index event_by_outcome    on event (outcome, at desc, event_id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit trail only grows: % is refused', tg_op using errcode = '42501';
end
$$;

create trigger only_grows before update or delete or truncate on event
  for each statement execute function refuse_change();

-- Also where the session claims to be a replica, which silences ordinary triggers.
alter table event enable always trigger only_grows;
