#!/bin/sh
set -eu

until psql "postgresql://$POSTGRES_USER:$POSTGRES_PASSWORD@postgres/app" -c 'select 1' >/dev/null; do
  sleep 1
done

python manage.py migrate --noinput
exec "$@"
