#!/bin/sh
# Chromium and a Chinese font for the browser tests; installed from the system's packages if absent.
# Of Chromium the shell without a window, which starts in a third of the time, where the system has it.
set -eu
have() { command -v "$1" >/dev/null 2>&1; }
a_browser() { have chromium-headless-shell || have chromium || have chromium-browser; }
install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
may_install() { [ "$(id -u)" = 0 ] && have apt-get; }

font=""
[ -n "$(fc-list :lang=zh family 2>/dev/null || true)" ] || font="fonts-wqy-microhei fontconfig"
if may_install && { [ -n "$font" ] || ! have chromium-headless-shell; }; then
  echo "安装浏览器和中文字体…"
  apt-get update -qq || a_browser
  have chromium-headless-shell || install chromium-headless-shell 2>/dev/null || a_browser || install chromium
  # shellcheck disable=SC2086
  [ -z "$font" ] || install $font
elif ! a_browser || [ -n "$font" ]; then
  echo "浏览器测试需要：chromium-headless-shell 或 chromium，和中文字体（如 fonts-wqy-microhei）。请用系统的软件包工具安装后重试。" >&2
  exit 1
fi
