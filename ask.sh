say() { echo ">>> $*"; isthmus say "$@" 2>&1 | grep -v '^ *$' | head -${N:-14}; }
