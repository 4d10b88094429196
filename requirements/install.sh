#!/usr/bin/env bash
# Make .venv from a lock, or bring it up to date: requirements/install.sh run|dev
set -euo pipefail
cd "$(dirname "$0")/.."
readonly lock=requirements/$1.lock
readonly python=${PYTHON:-$(command -v python3.11 || command -v python3)}

pip() {
    .venv/bin/python -m pip "$@" --no-deps --disable-pip-version-check --no-input --progress-bar off
}

# Say which of how many packages pip is at, on one line of a terminal.
show_progress() {
    local line=$'%s\n'
    [[ ! -t 1 ]] || line=$'\r\033[K%s'
    awk -v total="$1" -v line="$line" '
        /^Collecting /                    { at++; split($2, part, "="); name = part[1] }
        /^Requirement already satisfied:/ { at++ }
        /^Collecting /                    { said = sprintf("  %d of %d  %s", at, total, name) }
        /^  Downloading .*\(/             { said = said substr($0, index($0, " (")) }
        /^Installing collected packages/  { said = "  installing" }
        said != shown && (terminal || at % 20 == 0 || said ~ /MB|installing/) {
            printf line, said; fflush(); shown = said
        }
        END { if (shown) printf line, "" }
    ' terminal="$([[ -t 1 ]] && echo 1 || echo 0)"
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    { echo "Isthmus needs Python 3.11 or newer; $python is $("$python" --version)." >&2; exit 1; }

packages=$(grep -c '^[a-z0-9].*==' "$lock")
echo "Setting up the Python environment in .venv: $((packages + 1)) packages, once (README: Quick start)."
[[ -x .venv/bin/pip ]] || "$python" -m venv .venv

# PyTorch has no hash: see requirements/torch.txt. Nothing installs what it asks for but the lock,
# so no CUDA package comes along.
pip install --requirement requirements/torch.txt | show_progress 1
pip install --require-hashes --requirement "$lock" | show_progress "$packages"
pip install --quiet --no-build-isolation --editable .
.venv/bin/python -m pip --disable-pip-version-check check >/dev/null ||
    { .venv/bin/python -m pip check; echo "The environment in .venv does not fit together: 'make clean', then try again." >&2; exit 1; }
echo "The environment is ready."
