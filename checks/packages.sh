#!/usr/bin/env bash
# Builds the wheel and the npm packages for this machine, installs each from its file elsewhere, and runs what was
# installed; and looks at what crates.io would get. All but the build itself (in Cargo's target folder) is in one
# temporary folder. Installs Node if absent.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PIP_NO_CACHE_DIR=1 npm_config_cache=$scratch/npm-cache npm_config_update_notifier=false
step() { printf '\n=== %s\n' "$*"; }
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }
size() { printf '%9d bytes  %s\n' "$(wc -c <"$1")" "$(basename "$1")"; }

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
try() { # try PROGRAM: does what is installed work?
    local code=0 said
    said=$("$1" --version)
    case $said in
        "calint $version" | "calint $version "*) ;;
        *) fail "$1 --version says $said, not calint $version" ;;
    esac
    "$1" check testdata/orgs/acme-crm --format concise >"$scratch/findings" || code=$?
    [ "$code" -eq 1 ] || fail "$1 check ended with $code, not 1"
    grep -qF 'error[full-scope]' "$scratch/findings" || fail "$1 did not find what it should"
    echo "runs: $said, exit 1 on the example org"
}

step "the wheel"
python3 -m venv "$scratch/build"
"$scratch/build/bin/pip" install --quiet maturin
"$scratch/build/bin/maturin" build --release --locked --quiet --out "$scratch/dist"
"$scratch/build/bin/maturin" sdist --out "$scratch/dist" 2>/dev/null
python3 -m venv "$scratch/use"
"$scratch/use/bin/pip" install --quiet --no-index --no-deps "$scratch"/dist/calint-*.whl
[ "$("$scratch/use/bin/pip" show calint | sed -n 's/^Version: //p')" = "$version" ] || fail "the wheel's version"
try "$scratch/use/bin/calint"
binary=$scratch/use/bin/calint
# What the source archive must hold so that `pip install` can build where there is no wheel.
tar -tzf "$scratch"/dist/calint-*.tar.gz >"$scratch/listed"
for file in Cargo.lock build/main.rs LICENSE README.md pyproject.toml rules/scopes/full-scope.md src/main.rs; do
    grep -qx "calint-$version/$file" "$scratch/listed" || fail "the source archive lacks $file"
done

step "the npm packages"
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "skipped: no node or npm; install them by: apt-get install nodejs npm"
    exit 0
fi
platform=$(node -p 'process.platform + "-" + process.arch')
node npm/build.mjs main "$scratch/packages" >/dev/null
node npm/build.mjs platform "$platform" "$binary" "$scratch/packages" >/dev/null
for package in calint "calint-$platform"; do
    npm pack --silent --pack-destination "$scratch/dist" "$scratch/packages/$package" >/dev/null
done
# Without the registry: packages of other platforms are optional, and a stranger's package must not take their place.
install() { # install FOLDER TARBALL…
    mkdir "$1"
    (cd "$1" && shift && echo '{"private": true}' >package.json && npm install --silent --offline --no-audit "$@")
}
install "$scratch/project" "$scratch/dist/calint-$version.tgz" "$scratch/dist/calint-$platform-$version.tgz"
try "$scratch/project/node_modules/.bin/calint"

install "$scratch/alone" "$scratch/dist/calint-$version.tgz"
code=0
"$scratch/alone/node_modules/.bin/calint" --version 2>"$scratch/said" || code=$?
[ "$code" -eq 3 ] || fail "without the platform's package calint ended with $code, not 3"
grep -qF "@calint/$platform is not installed" "$scratch/said" || { cat "$scratch/said"; fail "no clear message"; }
echo "without the platform's package: exit 3 and a message"

step "the crate"
# Not built: it holds what the wheel was built from, if nothing that is needed is left out.
cargo package --locked --allow-dirty --list >"$scratch/listed"
for file in Cargo.lock build/main.rs LICENSE README.md rules/scopes/full-scope.md rules/edition.toml src/main.rs pyproject.toml; do
    grep -qx "$file" "$scratch/listed" || fail "the crate lacks $file"
done
! grep -E '^(docs|npm|\.ci|\.github|target)/|^action\.yml$|^\.(mkdocs|pre-commit)' "$scratch/listed" || fail "the crate holds too much"
echo "$(wc -l <"$scratch/listed") files"

step "sizes"
size "$binary"
for file in "$scratch"/dist/*; do size "$file"; done
