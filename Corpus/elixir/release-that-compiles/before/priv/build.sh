#!/bin/sh
# Builds what was sent: build.sh FOLDER
cd "$1" || exit 1
make -j2
