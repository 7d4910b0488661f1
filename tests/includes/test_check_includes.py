#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check_includes finds each kind of forbidden arrow: a small tree with one fault at a time must fail."""
import subprocess
import sys
import tempfile
from pathlib import Path

CHECK = Path(__file__).with_name("check_includes")
GOOD = {
    "include/numberreg/code.h": "#include <stdint.h>\n",
    "include/numberreg/registry.h": "#include <numberreg/code.h>\n",
    "include/numberreg/extend/store.h": "#include <numberreg/registry.h>\n",
    "src/base/memory.h": "#include <numberreg/code.h>\n",
    "src/base/text.c": "#include <utf8proc.h>\n",
    "src/number/read.c": '#include "base/memory.h"\n#include "read.h"\n',
    "src/number/read.h": "",
    "src/purpose/catalogue.h": '#include "base/memory.h"\n',
    "src/scope/scope.c": '#include "store/transaction.h"\n',
    "src/store/transaction.h": "#include <numberreg/extend/store.h>\n",
    "src/store/check/check.c": '#include "store/transaction.h"\n#include "base/memory.h"\n',
    "src/batch/draft.c": '#include "purpose/catalogue.h"\n#include "number/read.h"\n',
    "src/commit/engine.c": '#include "batch/draft.h"\n#include "store/transaction.h"\n#include <string.h>\n',
    "src/registry/open.c": '#include "commit/engine.h"\n',
    "src/store/sqlite/open.c": '#include "base/memory.h"\n#include <numberreg/extend/store.h>\n#include <sqlite3.h>\n',
    "src/cli/cli.h": "",
    "src/cli/main.c": '#include "cli.h"\n#include <jansson.h>\n#include <numberreg/registry.h>\n',
    "examples/one.c": "#include <numberreg/registry.h>\n#include <stdio.h>\n",
}
FAULTS = {
    "upward": ("src/base/memory.h", '#include "batch/draft.h"\n'),
    "sideways": ("src/number/read.c", '#include "purpose/catalogue.h"\n'),
    "the store from a room without I/O": ("src/batch/draft.c", '#include "store/transaction.h"\n'),
    "a store from above": ("src/commit/engine.c", '#include "store/sqlite/open.h"\n'),
    "a store that looks up": ("src/store/sqlite/open.c", '#include "scope/access.h"\n'),
    "a store that looks aside": ("src/store/sqlite/open.c", '#include "store/memory/table.h"\n'),
    "a store that goes through the layer above": ("src/store/sqlite/open.c", '#include "store/transaction.h"\n'),
    "the conformance suite in a store": ("src/store/check/check.c", '#include "store/memory/table.h"\n'),
    "a store with another public header": ("src/store/sqlite/open.c", "#include <numberreg/code2.h>\n"),
    "a private header in the command": ("src/cli/main.c", '#include "base/memory.h"\n'),
    "a private header in an example": ("examples/one.c", '#include "base/memory.h"\n'),
    "utf8proc outside base": ("src/number/read.c", "#include <utf8proc.h>\n"),
    "sqlite outside its store": ("src/commit/engine.c", "#include <sqlite3.h>\n"),
    "a library nobody named": ("src/base/text.c", "#include <curl/curl.h>\n"),
    "a system header in a public one": ("include/numberreg/code.h", "#include <stdio.h>\n"),
    "the registry from the number room": ("src/number/read.c", "#include <numberreg/registry.h>\n"),
    "a macro": ("src/base/text.c", "#include HEADER\n"),
}


def run(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True)


failed = 0
done = run(GOOD)
if done.returncode != 0:
    failed += 1
    print("the good tree was refused:\n" + done.stdout + done.stderr)
for name, (path, text) in FAULTS.items():
    done = run({**GOOD, path: GOOD[path] + text})
    if done.returncode == 0 or path not in done.stdout:
        failed += 1
        print(f"not found: {name}\n{done.stdout}{done.stderr}")
sys.exit(1 if failed else 0)
