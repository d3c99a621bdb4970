#!/usr/bin/env bash
# Builds the wheel and the npm packages for this machine, installs each from its file in a fresh environment, and runs what
# was installed, with pre-commit, too; and looks at what crates.io would get. All but the build itself (in Cargo's target
# folder) is in one temporary folder. CALINT_PACKAGE_PROFILE=dev builds without optimizing.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PIP_NO_CACHE_DIR=1 npm_config_cache=$scratch/npm-cache npm_config_update_notifier=false
step() { printf '\n=== %s\n' "$*"; }
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }
size() { printf '%9d bytes  %s\n' "$(wc -c <"$1")" "$(basename "$1")"; }

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
try() { # try PROGRAM…: does what is installed work?
    local code=0 said
    said=$("$@" --version)
    case $said in
        "calint $version" | "calint $version "*) ;;
        *) fail "$* --version says $said, not calint $version" ;;
    esac
    "$@" check testdata/orgs/acme-crm --format concise >"$scratch/findings" || code=$?
    [ "$code" -eq 1 ] || fail "$* check ended with $code, not 1"
    grep -qF 'error[full-scope]' "$scratch/findings" || fail "$* did not find what it should"
    # What is given to it arrives as it is, and so does its exit code.
    code=0
    "$@" check "$scratch/no \$(such) 'file'" 2>"$scratch/said" || code=$?
    [ "$code" -eq 2 ] || fail "$* check of no file ended with $code, not 2"
    grep -qF "no \$(such) 'file'" "$scratch/said" || { cat "$scratch/said"; fail "$* was given another name"; }
    "$@" check - --stdin-filename App.connectedApp --only full-scope <testdata/orgs/acme-crm/force-app/main/default/connectedApps/Billing_Sync.connectedApp-meta.xml \
        2>/dev/null || fail "$* does not read stdin"
    echo "runs: $said, exit 1 on the example org"
}

step "the wheel"
python3 -m venv "$scratch/build"
"$scratch/build/bin/pip" install --quiet maturin
"$scratch/build/bin/maturin" build --profile "${CALINT_PACKAGE_PROFILE:-release}" --locked --quiet --out "$scratch/dist"
"$scratch/build/bin/maturin" sdist --out "$scratch/dist" 2>/dev/null
python3 -m venv "$scratch/use"
"$scratch/use/bin/pip" install --quiet --no-index --no-deps "$scratch"/dist/calint-*.whl
[ "$("$scratch/use/bin/pip" show calint | sed -n 's/^Version: //p')" = "$version" ] || fail "the wheel's version"
try "$scratch/use/bin/calint"
try "$scratch/use/bin/python" -m calint
binary=$scratch/use/bin/calint
# Where another calint is nearer, or none is.
"$scratch/build/bin/pip" install --quiet --no-index --no-deps --target "$scratch/target folder" "$scratch"/dist/calint-*.whl
(export PYTHONPATH="$scratch/target folder"; try "$scratch/build/bin/python" -m calint)
rm "$scratch/target folder/bin/calint"
code=0
PYTHONPATH="$scratch/target folder" "$scratch/build/bin/python" -m calint --version 2>"$scratch/said" || code=$?
[ "$code" -eq 3 ] || fail "without the program python -m calint ended with $code, not 3"
grep -qF "install calint again" "$scratch/said" || { cat "$scratch/said"; fail "no clear message"; }
echo "without the program: exit 3 and a message"
# What the source archive must hold so that `pip install` can build where there is no wheel.
tar -tzf "$scratch"/dist/calint-*.tar.gz >"$scratch/listed"
for file in Cargo.lock build/main.rs LICENSE README.md pyproject.toml rules/scopes/full-scope.md src/main.rs src/python/calint/__main__.py; do
    grep -qx "calint-$version/$file" "$scratch/listed" || fail "the source archive lacks $file"
done

step "the hooks, with the wheel and without a compiler"
"$scratch/build/bin/pip" install --quiet pre-commit
# In the place of PyPI is a folder.
mkdir "$scratch/links"
cp "$scratch"/dist/calint-*.whl "$scratch/links/"
"$scratch/build/bin/pip" download --quiet --dest "$scratch/links" 'setuptools>=61'
python3 src/python/pre_commit_mirror.py "$scratch/mirror"
identity=(-c user.name=Acme -c user.email=crm@acme.example)
git -C "$scratch/mirror" init --quiet
git -C "$scratch/mirror" add -A
git -C "$scratch/mirror" "${identity[@]}" commit --quiet -m "calint $version"
hook() { # hook NAME: commits an app with the configuration on stdin
    local repository="$scratch/hook-$1" code=0
    mkdir -p "$repository/apps"
    cat >"$repository/.pre-commit-config.yaml"
    cp testdata/orgs/acme-crm/force-app/main/default/connectedApps/Partner_Portal.connectedApp-meta.xml "$repository/apps/"
    git -C "$repository" init --quiet
    git -C "$repository" add -A
    (
        cd "$repository"
        unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
        # A compiler that is asked for fails.
        export PRE_COMMIT_HOME=$scratch/pre-commit PIP_FIND_LINKS=$scratch/links PIP_NO_INDEX=1 PIP_CONFIG_FILE=/dev/null
        export CARGO=/nowhere RUSTC=/nowhere
        "$scratch/build/bin/pre-commit" run --color never
    ) >"$scratch/said" 2>&1 || code=$?
    [ "$code" -eq 1 ] || { cat "$scratch/said"; fail "the hook of $1 ended with $code, not 1"; }
    grep -qF 'error[full-scope]' "$scratch/said" || { cat "$scratch/said"; fail "the hook of $1 found nothing"; }
    echo "$1: installed the wheel and stopped the commit"
}
for id in calint calint-project; do
    hook "$id" <<YAML
repos:
  - repo: $scratch/mirror
    rev: $(git -C "$scratch/mirror" rev-parse HEAD)
    hooks:
      - id: $id
YAML
done
# The hook of docs/hooks.md.
awk '/^```yaml$/ { block = ""; inside = 1; next } /^```$/ { if (block ~ /language: python/) printf "%s", block; inside = 0 } inside { block = block $0 "\n" }' \
    docs/hooks.md >"$scratch/hook.yaml"
[ -s "$scratch/hook.yaml" ] || fail "docs/hooks.md shows no such hook"
hook local <"$scratch/hook.yaml"

step "the npm packages"
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "skipped: no node or npm; install them by: apt-get install nodejs npm"
    exit 0
fi
platform=$(node -p 'process.platform + "-" + process.arch')
node npm/build.mjs main "$scratch/packages" >/dev/null
node npm/build.mjs sf-plugin "$scratch/packages" >/dev/null # checks/sf-plugin.py tries it
node npm/build.mjs platform "$platform" "$binary" "$scratch/packages" >/dev/null
for package in calint calint-sf-plugin "calint-$platform"; do
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

install_globally() { # a fresh prefix, as of `npm install --global`
    npm install --silent --offline --no-audit --global --prefix "$scratch/prefix" \
        "$scratch/dist/calint-$platform-$version.tgz" "$scratch/dist/calint-$version.tgz"
}
install_globally
try "$scratch/prefix/bin/calint"

step "the crate"
# Not built: it holds what the wheel was built from, if nothing that is needed is left out.
cargo package --locked --allow-dirty --list >"$scratch/listed"
for file in Cargo.lock build/main.rs LICENSE README.md rules/scopes/full-scope.md rules/edition.toml src/main.rs pyproject.toml; do
    grep -qx "$file" "$scratch/listed" || fail "the crate lacks $file"
done
! grep -E '^(docs|npm|src/python|\.ci|\.github|target)/|^action\.yml$|^\.(mkdocs|pre-commit)' "$scratch/listed" || fail "the crate holds too much"
echo "$(wc -l <"$scratch/listed") files"

step "sizes"
size "$binary"
for file in "$scratch"/dist/*; do size "$file"; done
