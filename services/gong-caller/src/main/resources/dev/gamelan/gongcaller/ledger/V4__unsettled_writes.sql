-- Writes that nobody knows the outcome of stay until somebody has settled them.
alter table write_ledger
  add column operation       text    not null default '',
  add column tool            text    not null default '',
  add column caller          text    not null default '',
  -- It was sent once without an answer, and again because Gong knows it by its key.
  add column doubtful        boolean not null default false,
  -- What it takes to see by reading whether it has happened, as JSON; null where nothing does.
  add column facts           text,
  add column verifications   integer not null default 0,
  add column verified_at     timestamptz,
  add column settled_at      timestamptz,
  add column settled_by      text,
  add column happened        boolean,
  add column note            text,
  add check ((settled_at is null) = (happened is null)),
  add check (settled_at is null or ending = 'OUTCOME_UNKNOWN');

create index unsettled_writes on write_ledger (call_id)
  where ending = 'OUTCOME_UNKNOWN' and settled_at is null;
