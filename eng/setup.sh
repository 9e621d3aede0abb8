# What ./parley needs before it can run: system packages, npm libraries, the .NET SDK, a build. Sourced; needs say and fail.

SETUP_LOG=artifacts/setup.log

# Runs a long step with its output in the log; shows the end of it when the step fails.
quietly() {
    mkdir -p artifacts
    if ! "$@" >"$SETUP_LOG" 2>&1 </dev/null; then
        tail -n 15 "$SETUP_LOG" >&2
        return 1
    fi
}

# Packages of the given lists that are not installed, one per line. A line may name alternatives: libicu72|libicu76.
missing_packages() {
    local installed line name found
    installed=$(dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' 2>/dev/null | sed -n 's/^ii *//p')
    while read -r line; do
        found=
        for name in ${line//|/ }; do
            if grep -qxF -- "$name" <<<"$installed"; then found=1; fi
        done
        [ -n "$found" ] || printf '%s\n' "$line"
    done < <(grep -hvE '^[[:space:]]*(#|$)' "$@")
}

# The alternative that this system's archive has; the first when none is known yet.
choose_package() {
    local name
    for name in ${1//|/ }; do
        if [ -n "$(apt-cache --quiet=0 show "$name" 2>/dev/null)" ]; then printf '%s\n' "$name"; return; fi
    done
    printf '%s\n' "${1%%|*}"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300 --no-install-recommends install "$@"
}

apt_update() {
    say "refreshing the package lists"
    quietly as_root apt-get -q -o DPkg::Lock::Timeout=300 update
}

# install_packages LIST...: fails when something is missing and cannot be installed from here.
install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "this system has no apt-get; the libraries of eng/native-packages.txt are yours to install"
        return 1
    fi
    local missing names
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        say "system packages are missing; install them with:"
        printf '  sudo apt-get install -y --no-install-recommends %s\n' "$(for p in $missing; do choose_package "$p"; done | xargs)" >&2
        return 1
    fi
    # Without lists (a fresh container) nothing can be found or chosen.
    if [ -z "$(apt-cache --quiet=0 show "$(head -n 1 <<<"${missing//|/$'\n'}")" 2>/dev/null)" ]; then apt_update || return 1; fi
    names=$(for p in $missing; do choose_package "$p"; done | xargs)
    say "installing system packages: $names"
    # shellcheck disable=SC2086
    quietly apt_install $names || { apt_update && quietly apt_install $names; } || { say "apt-get could not install them"; return 1; }
}

# npm_ci FOLDER: installs the locked libraries when the lock is newer than what is installed.
npm_ci() {
    local lock=$1/package-lock.json done=$1/node_modules/.package-lock.json
    if [ ! -f "$lock" ] || { [ -f "$done" ] && [ ! "$lock" -nt "$done" ]; }; then return 0; fi
    say "installing npm libraries in $1"
    quietly npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund && touch "$done"
}

install_npm() {
    command -v npm >/dev/null || install_packages <(printf 'nodejs\nnpm\n')
}

install_console_libraries() {
    if ! command -v npm >/dev/null; then return 0; fi
    npm_ci web/console || say "going on without them; './parley doctor' says what that costs"
}

install_test_libraries() {
    install_npm || fail "the tests need node and npm"
    npm_ci web/console || fail "npm could not install web/console"
    npm_ci tests/peers || fail "npm could not install tests/peers"
    npm_ci bench/peers || fail "npm could not install bench/peers"
}

install_bench_libraries() {
    install_npm || fail "the bench needs node and npm"
    npm_ci web/console || fail "npm could not install web/console"
    npm_ci bench/peers || fail "npm could not install bench/peers"
}

# Sets DOTNET. The runtime refuses to start without ICU unless told to do without cultures.
find_dotnet() {
    local candidate
    DOTNET=
    for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-$HOME/.dotnet}/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
        if [ -n "$candidate" ] && [ -x "$candidate" ]; then DOTNET=$candidate; break; fi
    done
    [ -n "$DOTNET" ] || fail "the .NET SDK 10 is missing. Get it from https://dot.net/download, or without root:
  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
    if [ "$(uname -s)" = Linux ] && ! /sbin/ldconfig -p 2>/dev/null | grep -q libicuuc; then
        export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
    fi
}

# The SDK that global.json asks for; said plainly instead of the host's own screenful.
require_sdk() {
    "$DOTNET" --version >/dev/null 2>&1 || fail "no installed .NET SDK fits global.json (10.0). Found: $("$DOTNET" --list-sdks 2>/dev/null | xargs || true)
Get one from https://dot.net/download"
}

# build TARGET: Release; says nothing but errors and warnings.
build() {
    local log=artifacts/build.log
    require_sdk
    mkdir -p artifacts
    if ! "$DOTNET" build "$1" -c Release -v q -tl:off -nologo >"$log" 2>&1 </dev/null; then
        grep -E '(error|warning) [A-Z]+[0-9]+' "$log" | sort -u >&2 || tail -n 30 "$log" >&2
        return 1
    fi
}

# Folders count too: a deleted file changes nothing else. The mark is as old as the start of the build it stands for.
build_if_changed() {
    local mark=artifacts/built binary=artifacts/bin/Parley.Cli/release/parley.dll
    if [ -f "$mark" ] && [ -f "$binary" ] &&
        [ -z "$(find src eng web/console global.json Directory.Build.props Directory.Build.targets Directory.Packages.props \
            -name node_modules -prune -o -newer "$mark" -print -quit)" ]; then
        return 0
    fi
    say "building (the first time takes a minute or two)"
    mkdir -p artifacts
    touch "$mark.new"
    build src/Parley.Cli || fail "the build failed"
    mv "$mark.new" "$mark"
}
