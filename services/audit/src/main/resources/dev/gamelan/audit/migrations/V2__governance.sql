-- What else is known of a decision, and of changes to what is governed.
alter table event
  add column display_name       text,
  add column client_id          text,
  add column governance_version bigint,
  add column policies           text[] not null default '{}',
  add column subject            text,
  add column before             text,
  add column after              text;

create index event_by_client  on event (client_id, at desc, event_id desc) where client_id is not null;
create index event_by_subject on event (subject, at desc, event_id desc) where subject is not null;

-- How far the log of governance has been followed: which of its events were seen, and the version
-- of each document, which decides whether the next event is in force.
create table governance_event (
  event_id text collate "C" primary key
);

create table governance_document (
  kind       text   not null,
  connection text   not null,
  name       text   collate "C" not null,
  version    bigint not null,
  primary key (kind, connection, name)
);
