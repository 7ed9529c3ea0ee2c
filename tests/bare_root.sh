#!/bin/sh
# Runs both commands of the README in an empty Debian, where no name can be missing unnoticed. Slow; needs root.
#
#   tests/bare_root.sh FOLDER [SUITE]      FOLDER is made and holds the root; SUITE is bookworm unless named
#
# From the environment, all optional:
#   BARE_MIRROR   Debian mirror for debootstrap and apt
#   BARE_COPY     files and folders of this machine that the root gets too, such as its pip and apt configuration,
#                 separated by spaces
#   BARE_WORDS    what to run, one command a word list, separated by semicolons; default "demo;demo;test"
set -eu

[ "$(id -u)" = 0 ] || { echo "Run this as root: chroot and mount need it." >&2 && exit 69; }
[ $# -ge 1 ] || { echo "Use: tests/bare_root.sh FOLDER [SUITE]" >&2 && exit 2; }
folder=$1
suite=${2:-bookworm}
checkout=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
[ ! -e "$folder" ] || { echo "$folder is there already." >&2 && exit 3; }

debootstrap --variant=minbase "$suite" "$folder" ${BARE_MIRROR:+"$BARE_MIRROR"}
for path in /etc/resolv.conf ${BARE_COPY:-}; do
  [ -e "$path" ] || continue
  mkdir -p "$folder$(dirname -- "$path")"
  cp -RL "$path" "$folder$(dirname -- "$path")/"
done
# The package ca-certificates rewrites its own bundle when it is installed, so this machine's gets a place of its own.
certificates=${PIP_CERT:-${SSL_CERT_FILE:-}}
[ -z "$certificates" ] || cp -L "$certificates" "$folder/etc/bare-certificates.crt"
git clone -q "$checkout" "$folder/desk-checkout"

mount -t proc proc "$folder/proc"
trap 'umount "$folder/proc"' EXIT

IFS=';'
for words in ${BARE_WORDS:-demo;demo;test}; do
  IFS=' '
  started=$(date +%s)
  echo "== ./desk $words"
  # An empty environment but for what finds the package index through the copied configuration.
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C \
    ${PIP_CONFIG_FILE:+PIP_CONFIG_FILE="$PIP_CONFIG_FILE"} ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} \
    ${certificates:+PIP_CERT=/etc/bare-certificates.crt} \
    ${PIP_TRUSTED_HOST:+PIP_TRUSTED_HOST="$PIP_TRUSTED_HOST"} \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    ${no_proxy:+no_proxy="$no_proxy"} \
    chroot "$folder" sh -c "cd /desk-checkout && ./desk $words"
  echo "== ./desk $words: good, $(($(date +%s) - started)) s"
done
left=$(git -C "$folder/desk-checkout" status --porcelain)
[ -z "$left" ] || { echo "Left over in the checkout: $left" >&2 && exit 1; }
