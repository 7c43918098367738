-- Who migrates owns the table; who runs may add to the trail and read it, and so cannot take away
-- what makes it append-only.
grant select, insert on event to "${running_role}";
grant select, insert on governance_event to "${running_role}";
grant select, insert, update on governance_document to "${running_role}";
