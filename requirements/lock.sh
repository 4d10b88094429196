#!/usr/bin/env bash
# Resolve pyproject.toml into run.lock and dev.lock, every package but PyTorch with its hashes.
set -euo pipefail
cd "$(dirname "$0")/.."
export CUSTOM_COMPILE_COMMAND="make lock"

compile() {
    local lock=$1
    shift
    .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
        --constraint requirements/torch.txt --constraint requirements/together.txt "$@" \
        --output-file "$lock" pyproject.toml requirements/build.in
    # each index builds a CPU wheel of its own, so PyTorch cannot have a hash here
    sed -i '/^torch==/,/^[^ ]/{/^torch==/d;/^ /d}' "$lock"
}

compile requirements/run.lock "$@"
compile requirements/dev.lock "$@" --all-extras --constraint requirements/run.lock
