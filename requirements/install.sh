#!/usr/bin/env bash
# Make .venv from a lock, or bring it up to date: requirements/install.sh run|dev
set -euo pipefail
cd "$(dirname "$0")/.."
readonly lock=requirements/$1.lock
readonly log=.venv/install.log
readonly python=${PYTHON:-$(command -v python3.11 || command -v python3)}

fail() {
    echo "$*" >&2
    exit 1
}

# Install without what packages ask for: the lock names everything, and PyTorch would else bring
# CUDA along. pip's own words are kept for when it fails.
pip_install() {
    .venv/bin/python -m pip install --no-deps --disable-pip-version-check --no-input \
        --progress-bar off "$@" 2>"$log" || { cat "$log" >&2; fail "Packages could not be installed."; }
}

# Tell at which of the packages pip is: on one line of a terminal, else only the large ones.
show_progress() {
    local terminal=0
    [[ ! -t 1 ]] || terminal=1
    awk -v total="$1" -v terminal=$terminal '
        function say(words) { printf terminal ? "\r\033[K%s" : "%s\n", words; fflush() }
        /\(from -r / {
            at++
            name = $1 == "Requirement" ? $4 : $2
            sub(/^.*\//, "", name); sub(/[=-]=?[0-9].*/, "", name)
            if (terminal) say("  " at " of " total "  " name)
        }
        /^  Downloading .* MB\)/ { say("  " at " of " total "  " name substr($0, index($0, " ("))) }
        /^Installing collected/ { say("  unpacking, about a minute for all") }
        END { if (terminal) say("") }
    '
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Isthmus needs Python 3.11 or newer; $python is $("$python" --version). Name another in PYTHON."

packages=$(grep -c '^[a-z0-9].*==' "$lock")
echo "Setting up the Python environment in .venv, once: $((packages + 1)) packages, about 600 MB to download."
[[ -x .venv/bin/pip ]] || "$python" -m venv .venv
pip_install --requirement requirements/torch.txt | show_progress 1
pip_install --require-hashes --requirement "$lock" | show_progress "$packages"
pip_install --quiet --no-build-isolation --editable .
.venv/bin/python -m pip --disable-pip-version-check check >"$log" ||
    { cat "$log" >&2; fail "The packages in .venv do not fit together: try again after 'make clean'."; }
echo "The environment is ready."
