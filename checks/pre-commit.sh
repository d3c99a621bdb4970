#!/usr/bin/env bash
# The hooks of this checkout, end to end: pre-commit installs them from the last commit into a scratch repository, and
# commits there are let through or stopped. Slow: the hook is compiled, as at a user's. All it makes is in one
# temporary folder, besides crates in Cargo's download cache.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
# Inside a hook of Git these lead to the wrong repository.
mapfile -t variables < <(git rev-parse --local-env-vars)
unset "${variables[@]}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
step() { printf '\n=== %s\n' "$*"; }
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

head=$(git rev-parse HEAD)
git cat-file -e "$head:.pre-commit-hooks.yaml" || fail "the last commit has no .pre-commit-hooks.yaml"
[ -z "$(git status --porcelain)" ] || echo "note: only what is committed is tried"

# No identity and no setting of this machine, and no cache of this user.
git config --file "$scratch/gitconfig" safe.directory '*'
export GIT_CONFIG_GLOBAL=$scratch/gitconfig GIT_CONFIG_NOSYSTEM=1
export PRE_COMMIT_HOME=$scratch/cache PRE_COMMIT_COLOR=never PIP_NO_CACHE_DIR=1
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR PRE_COMMIT_ALLOW_NO_CONFIG SKIP

step "install pre-commit"
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet pre-commit
PATH=$scratch/venv/bin:$PATH
pre-commit --version

step "the pattern of the hooks"
git show "$head:.pre-commit-hooks.yaml" >"$scratch/hooks.yaml"
"$scratch/venv/bin/python" - "$scratch/hooks.yaml" <<'PYTHON'
import pathlib, re, sys, yaml
hooks = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text())
assert [hook["id"] for hook in hooks] == ["calint", "calint-project"], hooks
pattern = re.compile(hooks[0]["files"])
# Which files the other hook takes, and who else quotes the pattern, is for calint's own tests.
wanted = """App.connectedApp|a/b/App.connectedApp-meta.xml|Billing Sync.connectedApp-meta.xml|Zürich.connectedApp|X.ConnectedApp
X.eca-meta.xml|a/X_plcy.ecaPlcy-meta.xml|X.externalClientApp-meta.xml|settings/OauthOidc.settings-meta.xml"""
others = """myconnectedApp.md|AppconnectedApp|App.connectedApp.bak|App.connectedApp-meta.xml.orig|App.connectedApp-meta.json
App.connectedApp/readme.txt|X.deca|README.md|x.profile-meta.xml|MySecurity.settings-meta.xml|sfdx-project.json"""
split = lambda names: names.replace("\n", "|").split("|")
# As pre-commit does it: search, not match.
missed = [name for name in split(wanted) if not pattern.search(name)]
taken = [name for name in split(others) if pattern.search(name)]
assert not missed and not taken, f"missed {missed}, taken {taken}"
print(f"{len(split(wanted))} names taken, {len(split(others))} left")
PYTHON

app() { # app SCOPE: a connected app, without a fault but for the scope
    cat <<XML
<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>crm@acme.example</contactEmail>
    <label>Acme</label>
    <oauthConfig>
        <callbackUrl>https://erp.acme.example/oauth/callback</callbackUrl>
        <isAdminApproved>true</isAdminApproved>
        <scopes>$1</scopes>
    </oauthConfig>
    <permissionSetName>ERP Integration</permissionSetName>
</ConnectedApp>
XML
}

mkdir "$scratch/repository"
cd "$scratch/repository"
git init --quiet --initial-branch=main
git config user.name "Pre Commit"
git config user.email pre-commit@acme.example
configure() { # configure ID: the hook to run
    cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $root
    rev: $head
    hooks:
      - id: $1
        exclude: ^vendor/
YAML
    git add .pre-commit-config.yaml
}
said=$scratch/said
commit() { # commit CODE: commits what is added, and expects success (0) or refusal (1)
    local code=0
    git commit --quiet -m "A commit" >"$said" 2>&1 || code=$?
    [ "$code" -eq "$1" ] || { cat "$said"; fail "the commit ended with $code, not $1"; }
}
says() { grep -qF -- "$1" "$said" || { cat "$said"; fail "not said: $1"; }; }
silent() { ! grep -qF -- "$1" "$said" || { cat "$said"; fail "said: $1"; }; }

step "cold install"
configure calint
pre-commit install >/dev/null
start=$SECONDS
pre-commit install-hooks
echo "cold install: $((SECONDS - start)) s, $(du -sh "$PRE_COMMIT_HOME" | cut -f1) in the cache"

step "calint: the files of a commit"
echo "An org" >README.md
git add README.md
commit 0; says Skipped
echo "other files alone: skipped"

mkdir -p apps vendor
app Api >"apps/Good App.connectedApp-meta.xml"
app Api >apps/Zürich.connectedApp
git add apps
start=$(date +%s%N)
commit 0; says Passed
echo "good apps: let through, in $((($(date +%s%N) - start) / 1000000)) ms with pre-commit and Git"

app Full >apps/Bad.connectedApp
app Full >apps/Worse.connectedApp-meta.xml
git add apps
commit 1; says 'error[full-scope]'; says apps/Bad.connectedApp:8:17; says apps/Worse.connectedApp-meta.xml:8:17
[ "$(grep -c '^calint: ' "$said")" -eq 1 ] || fail "one run for all files says one closing line"
echo "bad apps: stopped, and the message is shown"
git rm --quiet --cached apps/Bad.connectedApp apps/Worse.connectedApp-meta.xml
rm apps/Bad.connectedApp apps/Worse.connectedApp-meta.xml

app Full >vendor/Bad.connectedApp
app Api >apps/Next.connectedApp
git add vendor apps
commit 0; says Passed; silent full-scope
app Full >vendor/Other.connectedApp
git add vendor
commit 0; says Skipped; silent full-scope
echo "excluded files: silent, with and without others beside them"

ln -s nowhere apps/Link.connectedApp
git add apps
commit 0; says Skipped
echo "links: skipped"

step "calint-project: all files"
git rm --quiet -r vendor apps/Link.connectedApp
configure calint-project
commit 0
app Full >apps/Bad.connectedApp
git add apps
git commit --quiet --no-verify -m "Past the hook"
echo "More" >>README.md
git add README.md
commit 0; says Skipped
app Api >apps/Last.connectedApp
git add apps
commit 1; says 'error[full-scope]'; says apps/Bad.connectedApp:8:17
app Api >apps/Bad.connectedApp
git add apps
commit 0; says Passed
echo "a fault in another file: stopped until it is mended"
