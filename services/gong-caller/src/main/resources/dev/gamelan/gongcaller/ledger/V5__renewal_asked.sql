-- Since when somebody asks for new tokens, who may have died over it; null while nobody does. It is
-- committed before the request leaves, because a refresh token serves once.
alter table oauth_renewal add column asked_at timestamptz;
