-- Run once, when the server is made: a user for Kept, and a database of its own. It may make schemas there, and nothing
-- anywhere else.
\set password `cat /run/secrets/postgres-kept-password`
create role kept login password :'password' nosuperuser nocreatedb nocreaterole noreplication;
create database kept owner kept encoding 'UTF8' template template0;
revoke all on database kept from public;
revoke connect on database postgres from public;
