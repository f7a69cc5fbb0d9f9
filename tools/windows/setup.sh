#!/bin/bash
# Brings what building for Windows and running it under Wine needs to a Debian 12 machine: Debian's Rust with a standard library for
# x86_64-pc-windows-gnu, mingw, Wine 8, a newer Mesa beside the system's, a prepared Wine prefix. May be called again: what stands is left
# alone. Prints sentences; the last line of its output is the folder that holds all of it. Leaves with 3 where this machine cannot have it.
# What is deliberately absent: names of package hosts (they are taken from the machine's own apt sources) and any change to its Mesa.
set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
here=$(cd "$(dirname "$0")" && pwd)
into=${SPEEDFOG_WINDOWS:-${XDG_CACHE_HOME:-$HOME/.cache}/speedfog-racing/windows}
target=x86_64-pc-windows-gnu

build_packages="rustc-web cargo-web rust-web-clippy rust-web-src gcc-mingw-w64-x86-64-posix g++-mingw-w64-x86-64-posix"
wine_packages="wine wine64 xvfb xauth mesa-vulkan-drivers libgl1-mesa-dri libglx-mesa0 imagemagick x11-utils xdotool fonts-dejavu-core fonts-wqy-microhei"

say() { echo "windows: $*"; }
cannot() { echo "windows: $*" >&2; exit 3; }

[ "$(uname -sm)" = "Linux x86_64" ] || cannot "needs Linux on x86_64"
command -v apt-get > /dev/null || cannot "needs Debian 12: there is no apt-get here"
grep -q '^VERSION_CODENAME=bookworm' /etc/os-release || cannot "is made for Debian 12 (bookworm); this is another system"

apt() { apt-get -q -o DPkg::Lock::Timeout=550 "$@"; }
updated=no
update() { [ $updated = yes ] || { apt update > /dev/null; updated=yes; }; }

install_packages() {
  local missing
  # Of a package that was removed dpkg still knows the configuration.
  missing=$(for one in $build_packages $wine_packages; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$one" 2> /dev/null || true)" = installed ] || echo "$one"
  done)
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || cannot "needs these packages, and only root can install them: $(echo $missing)"
  say "installing $(echo $missing)"
  update
  apt install -y --no-install-recommends $missing > /dev/null || cannot "apt-get could not install them"
}

# Debian ships the standard library's sources with all that they need, so that it builds without a registry. It stays in the system's
# place for targets, so that cargo needs no option and no nightly switch afterwards. Moves with the compiler.
build_std() {
  local rustlib=/usr/lib/rustlib version work
  local lib=$rustlib/$target/lib stamp=$rustlib/$target/version
  version=$(/usr/bin/rustc -vV | sed -n 's/^release: //p')
  [ "$(cat "$stamp" 2> /dev/null)" = "$version" ] && return 0
  [ -w "$rustlib" ] || cannot "needs to write the standard library to $rustlib, and only root can"
  say "building Rust's standard library $version for $target"
  work=$(mktemp -d)
  mkdir "$work/src"; : > "$work/src/lib.rs"
  printf '[package]\nname="empty"\nversion="0.0.0"\nedition="2021"\n[profile.release]\ndebug=0\n' > "$work/Cargo.toml"
  # Without bitcode the mod could not be linked with LTO.
  ( cd "$work" && RUSTFLAGS="-C embed-bitcode=yes" RUSTC_BOOTSTRAP=1 nice /usr/bin/cargo build -q --release --offline \
    -Zbuild-std=std,panic_unwind,panic_abort,test --target $target \
    --config 'source.crates-io.replace-with="shipped"' --config "source.shipped.directory=\"$rustlib/src/rust/library/vendor\"" )
  rm -rf "$lib"; mkdir -p "$lib"
  find "$work/target" -path "*/$target/*" -name 'lib*.rlib' ! -name 'libempty*' -exec cp {} "$lib/" \;
  echo "$version" > "$stamp"
  rm -rf "$work"
}

# Wine 8's Direct3D 12 draws no ImGui on Debian 12's own Mesa (no descriptor indexing): a newer one from backports, unpacked, not installed.
unpack_mesa() {
  local mesa=$into/mesa work uri keys
  [ -e "$mesa/lvp.json" ] && return 0
  uri=$({ cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2> /dev/null || true; } \
    | sed -n -e '/security/d' -e 's/^URIs: *\([^ ]*\).*/\1/p' -e 's/^deb \(\[[^]]*\] \)\?\([^ ]*\) .*/\2/p' | sed -n 1p)
  keys=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -n "$uri" ] || cannot "found no Debian address in the machine's apt sources"
  say "unpacking a newer Mesa"
  work=$(mktemp -d)
  mkdir -p "$work/lists/partial" "$work/debs"
  for suite in bookworm bookworm-backports; do echo "deb [signed-by=$keys] $uri $suite main"; done > "$work/sources.list"
  local options="-o Dir::Etc::SourceList=$work/sources.list -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists=$work/lists \
    -o APT::Sandbox::User=root -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache="
  apt-get -q $options update > /dev/null
  ( cd "$work/debs" && apt-get -q $options -t bookworm-backports download mesa-vulkan-drivers libdrm2 libdrm-amdgpu1 > /dev/null )
  rm -rf "$mesa"; mkdir -p "$mesa"
  for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$mesa"; done
  sed "s|\"library_path\": *\"[^\"]*\"|\"library_path\": \"$mesa/usr/lib/x86_64-linux-gnu/libvulkan_lvp.so\"|" \
    "$mesa/usr/share/vulkan/icd.d/lvp_icd.json" > "$mesa/lvp.json.new"
  mv "$mesa/lvp.json.new" "$mesa/lvp.json"
  rm -rf "$work"
}

# Rust's standard library takes its randomness from a DLL that Windows has and Wine 8 has not: a stub for the tests alone.
make_prefix() {
  local prefix=$into/prefix
  [ -e "$prefix/ready" ] && return 0
  say "preparing a Wine prefix"
  rm -rf "$prefix"; mkdir -p "$prefix"
  WINEPREFIX=$prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe=d" \
    timeout -k 5 300 xvfb-run -a /usr/lib/wine/wine64 wineboot -i > /dev/null 2>&1 || true
  WINEPREFIX=$prefix timeout -k 5 60 /usr/lib/wine/wineserver64 -w 2> /dev/null || true
  [ -d "$prefix/drive_c/windows/system32" ] || { say "Wine made no prefix in $prefix" >&2; exit 1; }
  x86_64-w64-mingw32-gcc-posix -shared -O2 -o "$prefix/drive_c/windows/system32/bcryptprimitives.dll" \
    "$here/bcryptprimitives.c" -ladvapi32
  touch "$prefix/ready"
}

# Wine's own fonts lack most scripts; what a player's Windows has is stood in for by these.
copy_fonts() {
  local from=/usr/share/fonts/truetype fonts=$into/prefix/drive_c/windows/Fonts
  cp -u $from/dejavu/DejaVuSans.ttf "$fonts/segoeui.ttf"
  for one in msyh.ttc malgun.ttf; do cp -u $from/wqy/wqy-microhei.ttc "$fonts/$one"; done
}

mkdir -p "$into"
install_packages
build_std
unpack_mesa
make_prefix
copy_fonts
say "ready"
echo "$into"
