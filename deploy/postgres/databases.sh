#!/bin/sh
# Runs once, when the database server is new: a database for each service that keeps rows, each with
# a user that may enter no other.
set -eu

user() {
  psql --quiet --set ON_ERROR_STOP=1 --set name="$1" \
    --set password="$(cat "/run/secrets/$(echo "$1" | tr _ -).password")" <<'SQL'
create user :"name" password :'password';
SQL
}

database() {
  psql --quiet --set ON_ERROR_STOP=1 --set name="$1" --set owner="$2" <<'SQL'
create database :"name" owner :"owner";
revoke connect on database :"name" from public;
grant connect on database :"name" to :"name";
SQL
}

for name in gong_caller registry; do
  user "$name"
  database "$name" "$name"
done

# Who runs the trail does not own it, and so cannot undo that it only grows.
user audit_owner
user audit
database audit audit_owner
