#!/bin/sh
# LibreOffice and poppler, to look at Word documents as pictures; where they cannot be had, looking goes on without.
set -eu
command -v soffice >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "安装 LibreOffice（看文书用）…"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libreoffice-writer poppler-utils >/dev/null; } || echo "没装上 LibreOffice，文书不截图。" >&2
else
  echo "没有 LibreOffice 和 pdftoppm，文书不截图。" >&2
fi
