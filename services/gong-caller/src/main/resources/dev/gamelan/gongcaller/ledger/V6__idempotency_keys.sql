-- A write may carry a key of its caller's: of all that carry the same one, one is sent.
alter table write_ledger
  add column key_digest   text,
  add column fingerprint  text,
  -- The key that the answer is sealed with, under a master key; null where it is not sealed.
  add column seal_id      text,
  add column seal_key     bytea;

-- Where nothing was done, the same key may be tried again.
create unique index write_keys on write_ledger (key_digest)
  where key_digest is not null and (ending is null or ending <> 'FAILED_AT_GONG');
