#!/bin/sh
set -e

git clone --depth 1 "$PAGES_REPOSITORY" /tmp/pages
make -C /tmp/pages html
exec gunicorn -b :8000 pages:app
