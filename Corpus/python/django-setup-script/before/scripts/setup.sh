#!/bin/bash
set -e
apt-get install -y --no-install-recommends gettext
pip install -r requirements.txt
rm -rf /var/lib/apt/lists/*
