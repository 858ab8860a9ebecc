#!/usr/bin/env bash
# Makes the documentation site, and fails on a link that leads nowhere: scripts/site/build.sh [OUT], target/site without.
# Wants Python; brings MkDocs from PyPI.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(realpath -m "${1:-target/site}")
tools=target/site-tools
pages=target/site-pages
[ -x $tools/bin/python3 ] || python3 -m venv $tools
$tools/bin/pip install --quiet --requirement scripts/site/requirements.txt

# The pages keep their places in the repository, so that their links stay as they are.
rm -rf $pages
mkdir -p $pages/js
cp README.md MIGRATING.md CHANGELOG.md ARCHITECTURE.md $pages/
cp -R docs $pages/docs
cp js/README.md $pages/js/
# The colours of the page at `/`.
cp worker/site/base.css worker/site/icon.svg $pages/
$tools/bin/mkdocs build --strict --config-file scripts/site/mkdocs.yml --site-dir "$out"
echo "$out: $(find "$out" -name '*.html' | wc -l) pages"
