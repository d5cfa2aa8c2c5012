#!/bin/sh
# Node for the build: the system's if it is new enough, else the one from a Python package.
set -eu
new_enough() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
    node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit((a===20&&b>=19)||(a===22&&b>=12)||a>22?0:1)'
}
if new_enough; then exit 0; fi
echo "安装 Node（来自 Python 包）…"
"$UV" venv -q --allow-existing --python .tools/bin/python .tools/node
"$UV" pip sync -q --python .tools/node --require-hashes requirements-node.txt
.tools/node/bin/node --version >/dev/null
