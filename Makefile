# `make help` lists what there is.
# The first Python on this machine that is new enough; another one: make run PYTHON=/path/to/python3
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test backup restore bundle bundle-check crash crash-intake bench lint shell clean python tools
MAKEFLAGS += --no-print-directory

help: ## 列出命令 / list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 22

# What make started ends with make, even when make itself is killed.
run: export CASEWORK_ENDS_WITH_PARENT = 1
run: python ## 安装并启动 / install what is missing and run the program
	@$(PYTHON) -m deploy.start

test: python ## 全部测试 / run every check and test, or some: make test ARGS="tests/law"
	@$(PYTHON) -m tests.run $(ARGS)

backup: python ## 备份 / back up database and files, sealed; ARGS="--to folder --keep 30"
	@.venv/bin/python manage.py backup $(ARGS)

restore: python ## 恢复到空的数据目录 / put a backup into an empty place; ARGS="file"
	@.venv/bin/python manage.py restore $(ARGS)

bundle: python ## 制作离线安装包 / build the archive that installs without a network
	@$(PYTHON) -m deploy.bundle $(ARGS)

bundle-check: python ## 断网安装试验 / install the newest bundle without a network and open the first page
	@$(PYTHON) -m deploy.bundle_check

crash-intake: tools ## 反复强制终止各程序，核对登记 / kill web, worker, broker and database 100 times while requests come in
	@.venv/bin/python -m deploy.bench.crash_intake $(ARGS)

crash: tools ## 反复强制终止各程序，核对提醒 / kill worker, beat, broker and database 200 times and count the reminders
	@.venv/bin/python -m deploy.bench.crash_rounds $(ARGS)

bench: tools ## 百万办件测速，逐项对照 / a million cases measured against bare counterparts; ARGS="--only L1,L2 --cases 50000"
	@.venv/bin/python -m deploy.bench $(ARGS)

lint: tools ## 检查写法和引用方向 / style and import direction
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports

shell: tools ## Django 命令行 / a Python shell with the models loaded
	@.venv/bin/python manage.py shell

clean: ## 删除缓存和运行环境，不动数据 / remove caches and the environment, never the data in var/
	@rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

tools: python
	@$(PYTHON) -m tests.run --install-only

python:
	@test -n "$(PYTHON)" || { echo "缺少 Python 3.11 或更高版本，请先安装（apt-get install python3 python3-venv）。 / Python 3.11 or newer is missing: install it first." >&2; exit 1; }
