#!/bin/sh
# Asks a Salesforce org about claims that are contested: deploys small apps, asks the token endpoint, says what was
# claimed, expected, and answered, and deletes the apps again.
set -u
umask 077

usage() {
    cat <<'USAGE'
Usage: run.sh [OPTION ...]

Asks a Salesforce org about claims that are contested. Each experiment deploys small apps or tries a deployment, and the
apps are deleted afterwards. An experiment takes a few minutes, because an org knows a new app only after a while.

Needs sf (logged in to the org as an administrator), curl, and openssl. Runs only in a Developer Edition org, a sandbox, or
a scratch org. The user that sf is logged in with is the user of JWT bearer and the run-as user of client credentials.

  --target-org ORG         Use this org, by alias or username (default: the default org of sf)
  --only NAME              Run this experiment; may be given several times (default: all)
  --list                   Print name, expected answer, and claim of each experiment, and end
  --jsonl FILE             Also write one JSON line for each experiment to FILE (- for standard output, without the table)
  --keep                   Leave apps and permission sets in the org, and print their names
  --wait SECONDS           Wait this long until a new app answers (default: 600)
  --poll SECONDS           Ask again after this time (default: 15)
  --certificate-seconds N  Let the certificates of the expiry experiments end after this time (default: 600)
  --allow-production       Run in an org that may be a production org
  --help                   Print this text, and end

Exit codes: 0 all answers are as expected; 1 an answer is different; 2 wrong options, a missing program, or an org that may
be a production org; 3 an experiment is inconclusive, or something could not be deleted; 129, 130, and 143 after a signal.
3 wins over all others.
USAGE
}

here=$(CDPATH='' cd "$(dirname "$0")" && pwd) || exit 2
say() { printf 'in-an-org: %s\n' "$*" >&2; }
refuse() { say "$*"; exit 2; }

. "$here/org.sh"
. "$here/apps.sh"
. "$here/tokens.sh"
. "$here/experiments.sh"

rows() { grep -v '^#' "$here/experiments.txt"; }

target='' only='' jsonl='' keep='' wait=600 poll=15 certificate_seconds=600 production=''
number() { # number OPTION TEXT: refuses a text that is no number
    case $2 in *[!0-9]* | '') refuse "$1 needs a number of seconds" ;; esac
}
while [ $# -gt 0 ]; do
    case $1 in
        --target-org | --only | --jsonl | --wait | --poll | --certificate-seconds)
            [ $# -gt 1 ] || refuse "$1 needs a value" ;;
    esac
    case $1 in
        --target-org) target=$2; shift ;;
        --only)
            rows | cut -d '|' -f 1 | grep -Fxq -e "$2" || refuse "there is no experiment $2; --list prints all"
            only="$only $2 "; shift ;;
        --list) rows | tr '|' '\t'; exit 0 ;;
        --jsonl) jsonl=$2; shift ;;
        --keep) keep=yes ;;
        --wait) number "$1" "$2"; wait=$2; shift ;;
        --poll) number "$1" "$2"; poll=$2; shift ;;
        --certificate-seconds) number "$1" "$2"; certificate_seconds=$2; shift ;;
        --allow-production) production=yes ;;
        --help) usage; exit 0 ;;
        *) usage >&2; refuse "there is no option $1" ;;
    esac
    shift
done
for program in sf curl openssl; do
    command -v "$program" >/dev/null || refuse "there is no $program on PATH"
done
case $jsonl in '' | - | /*) ;; *) jsonl=$PWD/$jsonl ;; esac
[ -z "$jsonl" ] || [ "$jsonl" = - ] || : >"$jsonl" || refuse "cannot write $jsonl"

work=$(mktemp -d) || refuse "cannot make a temporary directory"
package=$work/package
: >"$work/created"
# sf would keep a copy of what it deploys there.
unset SF_MDAPI_TEMP_DIR SFDX_MDAPI_TEMP_DIR

finish() {
    code=$?
    trap '' INT TERM HUP
    trap - EXIT
    if ! delete_all; then
        say "could not delete the components above; delete them in Setup"
        code=3
    fi
    rm -rf "$work"
    exit "$code"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir "$work/force-app"
printf '{"packageDirectories":[{"path":"force-app","default":true}]}\n' >"$work/sfdx-project.json"
cd "$work" || exit 2

connect
guard
new_key || refuse "openssl could not make a key and a certificate"

json_text() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }

tell() { # tell NAME CLAIM EXPECTED GOT RESULT
    if [ "$jsonl" != - ]; then
        printf '%-46s %-19s %-13s %s\n    %s\n' "$1" "$3" "$5" "$4" "$2"
    fi
    [ -n "$jsonl" ] || return 0
    line=$(printf '{"experiment":"%s","claim":"%s","expected":"%s","got":"%s","result":"%s"}' \
        "$1" "$(json_text "$2")" "$3" "$(json_text "$4")" "$5")
    if [ "$jsonl" = - ]; then printf '%s\n' "$line"; else printf '%s\n' "$line" >>"$jsonl"; fi
}

different=0 inconclusive=0
[ "$jsonl" = - ] || printf '%-46s %-19s %-13s %s\n' experiment expected result got
rows >"$work/rows"
while IFS='|' read -r name expected claim <&3; do
    case $only in '' | *" $name "*) ;; *) continue ;; esac
    got='' problem=''
    "$(printf '%s' "$name" | tr - _)" </dev/null
    if [ -n "$problem" ]; then
        result=inconclusive got=$problem inconclusive=$((inconclusive + 1))
    elif [ "${got%%:*}" = "$expected" ]; then
        result=as-expected
    else
        result=different different=$((different + 1))
    fi
    tell "$name" "$claim" "$expected" "$(printf '%s' "$got" | plain)" "$result"
    delete_apps || say "could not delete the apps of $name yet"
done 3<"$work/rows"

[ "$inconclusive" -eq 0 ] || exit 3
[ "$different" -eq 0 ] || exit 1
