#!/usr/bin/env bash
# Makes the program's own role and database when PostgreSQL starts for the first time: the program needs no superuser, and what it should not be
# able to do it cannot do.
set -euo pipefail
psql -X -q -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<SQL
\set password \`cat "${SECRETS:-/run/secrets}/postgres_password"\`
CREATE ROLE shuangyong LOGIN PASSWORD :'password';
CREATE DATABASE shuangyong OWNER shuangyong;
REVOKE CONNECT ON DATABASE shuangyong FROM PUBLIC;
SQL
