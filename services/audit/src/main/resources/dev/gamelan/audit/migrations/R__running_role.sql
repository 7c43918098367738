-- Who migrates owns the tables; who runs may add to them and read them, and so cannot take away
-- what makes the trail append-only.
grant select, insert on event, governed, governance_seen to "${running_role}";
