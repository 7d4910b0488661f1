#!/usr/bin/env bash
# resolves generated files in a rebase
cd /work/trees/registry
git checkout --ours tests/headers/layout.c bindings tests/abi/symbols.txt 2>/dev/null
tests/headers/write_layout
/work/trees/python/.venv-gen/bin/python bindings/generator/generate
