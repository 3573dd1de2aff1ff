# Sourced by the scripts of this folder, never run. What they share: what must be
# installed, what must be built anew, and the processes that they started.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/build/out # stamps, logs, artefacts
bin=$root/build/bin # binaries
mkdir -p "$out" "$bin"
cd "$root"

say() { printf '%s\n' "$*"; }
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# --- what must be installed ---------------------------------------------------

# Name of a need, its Debian package, how to see that it is there, and why.
needs_table="
gcc         gcc                    command:gcc              C compiler for the window's system libraries
headers     libc6-dev              file:/usr/include/stdio.h  and its headers
pkg-config  pkg-config             command:pkg-config       finds those libraries
gtk         libgtk-3-dev           library:gtk+-3.0         window
webkit      libwebkit2gtk-4.1-dev  library:webkit2gtk-4.1   screens inside the window
xvfb        xvfb                   command:Xvfb             a display in memory, where there is no real one
xdotool     xdotool                command:xdotool          types and clicks in the window test
imagemagick imagemagick            command:import           pictures of the window
chromium    chromium               command:chromium         browser of the end-to-end test
fonts       fonts-dejavu-core      file:/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf  letters on the pictures
sqlite3     sqlite3                command:sqlite3          looks into the database from outside
postgres    postgresql             any:/usr/lib/postgresql/*/bin/initdb  the server's other database
calc        libreoffice-calc-nogui command:soffice          opens the exported workbook
poppler     poppler-utils          command:pdftotext        reads papers back, and makes pictures of them
zbar        zbar-tools             command:zbarimg          scans the code of a receipt
nsis        nsis                   command:makensis         Windows installer
"

is_there() { # KIND:WHAT
  case $1 in
    command:*) command -v "${1#*:}" >/dev/null ;;
    library:*) pkg-config --exists "${1#*:}" 2>/dev/null ;;
    file:*) [ -e "${1#*:}" ] ;;
    any:*) compgen -G "${1#*:}" >/dev/null ;;
  esac
}

# need NAME...: installs by apt what is missing, and only that.
need() {
  local name package check why missing=()
  for wanted in "$@"; do
    read -r name package check why < <(awk -v n="$wanted" '$1 == n' <<<"$needs_table") || die "no need is called $wanted"
    is_there "$check" && continue
    say "missing: $package ($why)"
    missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || die "Please install by hand: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "Please install as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$out/apt.log" 2>&1 ||
    { tail -20 "$out/apt.log" >&2; die "apt-get could not install: ${missing[*]}"; }
}

at_least() { # WANTED FOUND
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -1)" = "$1" ]
}

check_versions() {
  local want have
  command -v go >/dev/null || die "Go is missing: install it from https://go.dev/dl"
  command -v node >/dev/null || die "Node is missing: install it from https://nodejs.org"
  command -v npm >/dev/null || die "npm is missing: it comes with Node"
  # GOTOOLCHAIN=auto fetches a newer Go by itself, so ask inside the module.
  want=$(awk '$1 == "go" {print $2}' go.mod)
  have=$(go env GOVERSION 2>/dev/null | sed 's/^go//')
  at_least "$want" "${have:-0}" || die "Go $want or newer is needed, found ${have:-none}: https://go.dev/dl"
  want=$(sed -n 's/.*"node": ">=\([0-9.]*\)".*/\1/p' frontend/package.json)
  have=$(node --version | sed 's/^v//')
  at_least "$want" "$have" || die "Node $want or newer is needed, found $have: https://nodejs.org"
}

# --- what must be built anew --------------------------------------------------

# unchanged NAME FILE|FOLDER...: true when these are as they were at the last
# `built NAME`. By content: a clone or a branch change touches every time stamp.
unchanged() {
  local name=$1
  shift
  sum=$(find "$@" \( -name node_modules -o -name out -path '*/build/*' \) -prune -o -type f -print0 2>/dev/null |
    LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1)
  [ "$(cat "$out/$name.stamp" 2>/dev/null)" = "$sum" ]
}
built() { printf '%s\n' "$sum" >"$out/$1.stamp"; }

go_sources=(main.go go.mod go.sum app internal frontend/embed.go)

frontend_packages() {
  if ! unchanged packages frontend/package.json frontend/package-lock.json || [ ! -d frontend/node_modules ]; then
    say "frontend: npm ci"
    (cd frontend && npm ci --no-audit --no-fund --loglevel=error)
    built packages
  fi
}

# The screens call Go through these generated files; they are not in the repository.
bindings() {
  if ! unchanged bindings main.go go.mod go.sum app frontend/embed.go wails.json || [ ! -d frontend/wailsjs/go ]; then
    say "bindings: wails generate module"
    go tool wails generate module -tags webkit2_41 >"$out/bindings.log" 2>&1 ||
      { cat "$out/bindings.log" >&2; die "the bindings could not be generated"; }
    built bindings
  fi
}

screens() {
  frontend_packages
  bindings
  if ! unchanged screens frontend/src frontend/public frontend/wailsjs frontend/index.html frontend/*.json frontend/*.ts || [ ! -e frontend/dist/index.html ]; then
    say "frontend: type check and build"
    (cd frontend && npm run --silent build >"$out/screens.log" 2>&1) ||
      { cat "$out/screens.log" >&2; die "the screens could not be built"; }
    built screens
  fi
}

server() {
  if ! unchanged server go.mod go.sum app/server internal || [ ! -x "$bin/loket-pusat" ]; then
    say "build: loket-pusat"
    go build -trimpath -o "$bin/loket-pusat" ./app/server
    built server
  fi
}

# desk production|dev: the window; dev also answers a browser at -devserver.
desk() {
  local tags=desktop,production name=loket-aduan
  if [ "$1" = dev ]; then
    tags=dev name=loket-aduan-dev
  fi
  if ! unchanged "desk-$1" "${go_sources[@]}" frontend/dist || [ ! -x "$bin/$name" ]; then
    say "build: $name"
    go build -trimpath -tags "$tags,webkit2_41" -o "$bin/$name" .
    built "desk-$1"
  fi
}

# --- processes ----------------------------------------------------------------

started=() # process ids that we started, in order

# start LOG COMMAND...: in the background; stop_all ends it.
start() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 9>&- & # 9 is the lock of build/run: it ends with the script
  last=$!
  started+=("$last")
}

# stop_all ends what we started, the youngest first, and nothing else.
stop_all() {
  local i pid
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    pid=${started[i]}
    kill -TERM "$pid" 2>/dev/null || continue
    for _ in {1..50}; do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  started=()
}

# with_postgres COMMAND...: runs it with a PostgreSQL of its own, or without
# when this is not installed; --durable first for one whose commits reach the disk.
with_postgres() {
  local how=() address= code=0
  if [ "$1" = --durable ]; then
    how=(--durable)
    shift
  fi
  coproc database { exec bash "$root/build/postgres" "${how[@]}" 9>&-; }
  local ends=${database[1]} pid=$database_PID
  read -r address <&"${database[0]}" || say "without PostgreSQL: its tests are skipped"
  LOKET_TEST_POSTGRES=$address "$@" || code=$?
  exec {ends}>&- # it lives as long as this
  wait "$pid" 2>/dev/null || true
  return "$code"
}

# virtual_display sets DISPLAY to a screen in memory, of the size of an old office PC.
virtual_display() {
  local where
  where=$(mktemp)
  Xvfb -displayfd 7 -screen 0 1366x768x24 -nolisten tcp 7>"$where" 9>&- >/dev/null 2>&1 &
  started+=("$!")
  for _ in {1..100}; do
    [ -s "$where" ] && break
    sleep 0.1
  done
  [ -s "$where" ] || die "Xvfb did not start"
  DISPLAY=:$(tr -d '\n' <"$where")
  export DISPLAY
  rm -f "$where"
  # A display in memory has no graphics card; and the sandbox of the web view
  # needs rights that a container does not give.
  export GDK_BACKEND=x11 WEBKIT_DISABLE_COMPOSITING_MODE=1 LIBGL_ALWAYS_SOFTWARE=1
  export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1 NO_AT_BRIDGE=1
  export DBUS_SESSION_BUS_ADDRESS=disabled: # a message bus started for it would outlive it
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# listens PORT PID: waits until the port is open, as long as the process lives.
listens() {
  for _ in {1..300}; do
    port_is_free "$1" || return 0
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}
