#!/bin/bash
set -e
msgfmt -o locale/de/LC_MESSAGES/django.mo locale/de/LC_MESSAGES/django.po
/opt/site/bin/python manage.py migrate
exec /opt/site/bin/gunicorn pages.wsgi
