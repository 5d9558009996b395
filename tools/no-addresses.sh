#!/bin/sh
# Fails if a lock file or a tracked text names a package registry or a path of somebody's machine.
set -eu
bad=$(git grep -nIE '^(--(extra-)?index-url|-i |--find-links)' -- 'requirements*' || true)
bad=$bad$(git grep -nE '"resolved": *"http' -- package-lock.json || true)
bad=$bad$(git grep -nIE '(pypi\.org/simple|files\.pythonhosted\.org|registry\.npmjs\.org)' -- . ':!tools/no-addresses.sh' || true)
[ -z "$bad" ] || { printf '%s\n' "$bad" >&2; exit 1; }
