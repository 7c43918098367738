-- Connections to companies' Gong accounts. What is secret is sealed (bytea), and of no use without
-- the master key, which is not in this database.

-- Numbers that never come again, not even for a connection that is deleted and made anew.
create sequence connection_change;

create table connection (
  name             text primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  source           text not null check (source in ('ADMINISTRATION', 'CONFIGURATION')),
  base_url         text not null,
  standing         text not null check (standing in ('ACTIVE', 'PAUSED')),
  title            text not null,
  -- Lists of texts, as JSON.
  tags             text not null,
  administrators   text not null,
  verified_at      timestamptz,
  problem          text,
  rotating_until   timestamptz,
  probe_due_at     timestamptz,
  master_key_id    text,
  data_key         bytea,
  -- Of the last change that somebody made, and of the last change of any kind.
  revision         bigint not null,
  version          bigint not null,
  created_at       timestamptz not null,
  changed_at       timestamptz not null,
  check ((master_key_id is null) = (data_key is null))
);

create table connection_credentials (
  connection       text not null references connection on delete cascade,
  generation       bigint not null,
  state            text not null check (state in ('CANDIDATE', 'CURRENT', 'RETIRING')),
  kind             text not null,
  -- Where these credentials are for, if Gong said so itself.
  base_url         text,
  fingerprint      text not null,
  expires_at       timestamptz,
  warned_at        timestamptz,
  refused_at       timestamptz,
  problem          text,
  created_at       timestamptz not null,
  switched_at      timestamptz,
  primary key (connection, generation)
);

create unique index one_current on connection_credentials (connection) where state = 'CURRENT';
create unique index one_candidate on connection_credentials (connection) where state = 'CANDIDATE';

create table connection_secret (
  connection       text not null,
  generation       bigint not null,
  field            text not null,
  sealed           bytea not null,
  primary key (connection, generation, field),
  foreign key (connection, generation) references connection_credentials on delete cascade
);

-- What is to be published of a change, written with it. An empty record is a tombstone.
create table connection_outbox (
  id               bigint generated always as identity primary key,
  destination      text not null check (destination in ('AUDIT', 'STATE')),
  key              text not null,
  record           bytea
);
