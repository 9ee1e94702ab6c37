#!/bin/sh
# Installs Casework from the unpacked bundle, without a network and without root. Once more does no harm.
set -eu
cd "$(dirname "$0")"
if ! sha256sum --check --quiet --strict SHA256SUMS; then
    echo "安装包不完整或者已被改动，没有安装；请重新复制后再试。 / The bundle is damaged: nothing was installed." >&2
    exit 1
fi
wanted=$(cat wheels/PYTHON)
for python in "python$wanted" python3; do
    if command -v "$python" >/dev/null && [ "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" = "$wanted" ]; then
        exec "$python" -m deploy.install "$@"
    fi
done
echo "本安装包需要 Python $wanted（含 venv）；请先安装，或者换用与本机 Python 版本相同的安装包。 / Python $wanted with venv is needed." >&2
exit 1
