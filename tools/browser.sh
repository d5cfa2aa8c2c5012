#!/bin/sh
# Chromium and a Chinese font for the browser tests; installed from the system's packages if absent.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="chromium"
[ -n "$(fc-list :lang=zh family 2>/dev/null || true)" ] || missing="$missing fonts-wqy-microhei"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "安装浏览器和中文字体（$missing）…"
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fontconfig >/dev/null
else
  echo "浏览器测试需要：$missing。请用系统的软件包工具安装后重试。" >&2
  exit 1
fi
