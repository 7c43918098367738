-- Consent of a company to this installation, and what it takes to ask for it and to renew it.

-- The integration of a connection that does not use the installation's.
create table oauth_app (
  connection       text primary key references connection on delete cascade,
  client_id        text not null,
  -- Sealed.
  client_secret    bytea not null
);

-- Consents that were asked for and not brought yet. Of the state only its hash is kept.
create table oauth_asked (
  state_hash       bytea primary key,
  connection       text not null references connection on delete cascade,
  caller           text not null,
  display_name     text,
  redirect_uri     text not null,
  -- The code verifier, sealed.
  verifier         bytea not null,
  expires_at       timestamptz not null
);

-- When tokens are to be renewed; whoever renews them holds the row.
create table oauth_renewal (
  connection       text not null,
  generation       bigint not null,
  -- Null where Gong renews them no more.
  due_at           timestamptz,
  ends_at          timestamptz not null,
  failures         int not null,
  -- As Gong granted them, separated by blanks.
  scopes           text not null,
  primary key (connection, generation),
  foreign key (connection, generation) references connection_credentials on delete cascade
);

-- What a check on request has found.
create table connection_check (
  id               uuid primary key,
  connection       text not null references connection on delete cascade,
  asked_by         text not null,
  asked_at         timestamptz not null,
  deadline         timestamptz not null
);

create table connection_check_probe (
  check_id         uuid not null references connection_check on delete cascade,
  number           int not null,
  ending           text,
  http_status      int,
  attempts         int,
  lacks_scope      boolean,
  detail           text,
  primary key (check_id, number)
);
