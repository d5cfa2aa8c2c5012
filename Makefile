# 督导通. Two commands on a fresh machine with Python ≥ 3.11: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
DATA ?= data
UV_VERSION := 0.13.9

UV := .tools/bin/uv
# Every start of a server, and there are many in the tests, would compile the libraries anew where Python may not write.
export UV_COMPILE_BYTECODE := 1
PY := .venv/bin/python
NODE := PATH="$(CURDIR)/.tools/node/bin:$$PATH"
PWA_SOURCES := $(shell find pwa/src pwa/public pwa/tools -type f 2>/dev/null) \
  $(wildcard pwa/*.ts pwa/*.js pwa/*.json pwa/index.html)

.PHONY: run test check check-py check-ts test-py test-ts test-e2e soak build bench look lock schema templates clean help
.DELETE_ON_ERROR:

help:
	@sed -n 's/^## //p' Makefile

## make run    安装、构建并启动演示（http://127.0.0.1:8000；PORT= DATA= 可改）
run: .stamps/run .stamps/pwa
	@DUDAO_DEMO=1 DUDAO_DATA="$(DATA)" DUDAO_PUBLIC_URL="$${DUDAO_PUBLIC_URL:-http://127.0.0.1:$(PORT)}" \
	  $(PY) -m app.cli run --port $(PORT)

## make test   安装并运行全部检查与测试（SQLite、PostgreSQL、TypeScript、浏览器）
test: check test-ts test-py test-e2e

## make check  只做静态检查：ruff、mypy、import-linter、TypeScript、过期的生成文件
check: check-py check-ts

check-py: .stamps/dev
	@echo "== ruff, mypy, import-linter"
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) tools/stale.py

check-ts: .stamps/npm .stamps/dev
	@echo "== TypeScript"
	@cd pwa && $(NODE) npm run --silent lint && $(NODE) npm run --silent schema -- --check \
	  && $(NODE) npm run --silent typecheck

test-ts: .stamps/npm
	@echo "== vitest"
	@cd pwa && $(NODE) npm run --silent test

test-py: .stamps/dev .stamps/npm
	@echo "== pytest (SQLite and PostgreSQL)"
	@$(PY) -m pytest tests --ignore=tests/e2e --ignore=tests/faults -n 2 --dist loadfile

test-e2e: .stamps/dev .stamps/browser .stamps/pwa
	@echo "== browser"
	@$(PY) -m pytest tests/faults tests/e2e -n 3 --dist loadgroup

## make soak   随机操作一部手机再与模型对账（OPS=500 SEED=…；失败时给出种子和步骤）；随机检查表两边各判一遍（EXAMPLES=3000）
soak: .stamps/dev .stamps/browser .stamps/pwa
	@OPS=$${OPS:-500} $(PY) -m pytest tests/faults/soak/test_walk.py
	@EXAMPLES=$${EXAMPLES:-3000} $(PY) -m pytest tests/checklists/twins

## make build  构建网页
build: .stamps/pwa

## make bench  性能测量（数分钟；本机回环）
bench: .stamps/dev .stamps/browser .stamps/pwa
	@$(PY) -m bench.submissions
	@$(PY) -m bench.ledger_list
	@$(PY) -m bench.ledger_verify
	@$(PY) -m bench.first_load

## make look   截取全部界面，与设计稿并排放入 look/
look: .stamps/dev .stamps/browser .stamps/pwa
	@sh tools/office.sh
	@$(PY) -m tools.look

## make schema 重新生成接口说明与 TypeScript 类型
schema: .stamps/dev .stamps/npm
	@$(PY) -m app.cli openapi pwa/openapi.json
	@cd pwa && $(NODE) npm run --silent schema
	@$(PY) tools/stale.py --write

## make templates 重新生成随附的 Word 文书模板（改过版式代码之后；在 Word 里改过的会被覆盖）
templates: .stamps/dev
	@$(PY) -m tools.templates

## make lock   重新锁定依赖
lock: .stamps/uv
	@for part in "pyproject.toml -o requirements.txt" \
	  "--group dev -c requirements.txt pyproject.toml -o requirements-dev.txt" \
	  "--group node -o requirements-node.txt"; do \
	  $(UV) pip compile -q --universal --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" $$part; done

## make clean  删除构建结果（不动数据）
clean:
	rm -rf .stamps .venv .tools pwa/node_modules pwa/dist

.stamps/uv:
	@mkdir -p .stamps
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本。安装后重试，或用 make PYTHON=/路径/python3.12"; exit 1; }
	@echo "准备安装工具 …"
	@$(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/pyvenv.cfg: .stamps/uv
	@$(UV) venv -q --allow-existing --python .tools/bin/python .venv

.stamps/run: requirements.txt .venv/pyvenv.cfg pyproject.toml
	@echo "安装 Python 依赖 …"
	@[ -e .stamps/dev ] || $(UV) pip sync -q --python .venv --require-hashes requirements.txt
	@[ ! -e .stamps/dev ] || $(UV) pip sync -q --python .venv --require-hashes requirements-dev.txt
	@$(UV) pip install -q --python .venv --no-deps -e .
	@$(PY) -m compileall -q app migrations
	@touch $@

.stamps/dev: requirements-dev.txt .venv/pyvenv.cfg pyproject.toml
	@echo "安装开发依赖 …"
	@$(UV) pip sync -q --python .venv --require-hashes requirements-dev.txt
	@$(UV) pip install -q --python .venv --no-deps -e .
	@$(PY) -m compileall -q app migrations
	@touch $@ .stamps/run

.stamps/node: requirements-node.txt .stamps/uv
	@UV=$(UV) sh tools/node.sh
	@touch $@

.stamps/npm: pwa/package-lock.json pwa/.npmrc .stamps/node
	@echo "安装网页依赖 …"
	@cd pwa && $(NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.stamps/pwa: .stamps/npm $(PWA_SOURCES)
	@echo "构建网页 …"
	@cd pwa && $(NODE) npm run --silent build
	@touch $@

.stamps/browser: tools/browser.sh
	@sh tools/browser.sh
	@touch $@
