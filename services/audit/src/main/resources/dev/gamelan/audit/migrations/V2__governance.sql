-- Who is behind a caller, by which rules it was decided, and what a change changed.
alter table event
  add column display_name       text,
  add column client_id          text,
  add column governance_version bigint,
  add column policies           jsonb not null default '[]',
  add column subject            text  not null default '',
  add column before             text,
  add column after              text;

create index event_by_client  on event (client_id, at desc, event_id desc) where client_id is not null;
create index event_by_subject on event (subject, at desc, event_id desc) where subject <> '';

-- How far each governed document has come: a row for each version it ever had, by the log's order.
create table governed (
  -- SHA-256 of kind, connection and name, which may be longer than an index takes.
  document   text collate "C" not null,
  version    bigint           not null,
  kind       text             not null,
  connection text             not null,
  name       text             not null,
  primary key (document, version)
);

-- The events of governance that were judged, in force or void: none is judged twice.
create table governance_seen (
  event text collate "C" primary key
);

create trigger only_grows before update or delete or truncate on governed
  for each statement execute function refuse_change();
create trigger only_grows before update or delete or truncate on governance_seen
  for each statement execute function refuse_change();

alter table governed enable always trigger only_grows;
alter table governance_seen enable always trigger only_grows;
