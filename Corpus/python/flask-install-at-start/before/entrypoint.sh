#!/bin/sh
set -e
if [ -f plugins/requirements.txt ]; then
  pip install -r plugins/requirements.txt
fi
exec "$@"
