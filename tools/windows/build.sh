#!/bin/bash
# Builds speedfog_race.dll for Windows on a Debian 12 machine, from nothing: installs what is missing (setup.sh), then compiles. Arguments
# go to cargo: `-p speedfog-fake-game` builds the stand-in for the game too. Prints where the DLL is. Leaves as setup.sh or cargo does.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mod=$(cd "$here/../../mod" && pwd)
target=x86_64-pc-windows-gnu

bash "$here/setup.sh" >&2
cd "$mod"
# Debian's cargo and rustc, whatever else is installed: the standard library was made for them.
PATH=/usr/bin:/bin RUSTC=/usr/bin/rustc CARGO_TERM_PROGRESS_WHEN=never \
  /usr/bin/cargo build --release --locked --target $target --target-dir target/windows -p speedfog-overlay "$@"
echo "$mod/target/windows/$target/release/speedfog_race.dll"
