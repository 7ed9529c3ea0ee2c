#!/bin/sh
# Opens the workbooks that we make in LibreOffice, has it work them out and save them, and compares with the engine and
# with what our readers find afterwards. Not part of the tests, which need no office program; some minutes.
#
#   tests/office.sh      needs soffice on the path (Debian: libreoffice-calc) and the checkout's .venv
set -eu

cd -- "$(dirname -- "$0")/.."
exec .venv/bin/python -m tests.support.office
