#!/bin/sh
# Runs once, when the database server is new: a database for each service that keeps rows, each with
# a user that may enter no other.
set -eu

for name in audit gong_caller registry; do
  psql --quiet --set ON_ERROR_STOP=1 --set name="$name" \
    --set password="$(cat "/run/secrets/$(echo "$name" | tr _ -).password")" <<'SQL'
create user :"name" password :'password';
create database :"name" owner :"name";
revoke connect on database :"name" from public;
SQL
done
