-- Who migrates owns the table; who runs may add to the trail and read it, and so cannot take away
-- what makes it append-only.
grant select, insert on event to "${running_role}";
