#!/bin/sh
# Asks a Salesforce org for what metadata files do not contain. Made by calint @VERSION@ from the apps of a project.
#
#     sh facts.sh ORG-ALIAS [FOLDER]
#
# ORG-ALIAS is the name by which the Salesforce CLI (`sf`) knows the org, and FOLDER is a new folder (default: @FOLDER@).
#
# The script runs the queries below and changes nothing in the org. No query selects a token, a secret, or a key. Each
# answer is a file in FOLDER, and manifest.json there lists all queries. FOLDER/errors has the output of each query that
# failed. If there is a program `zip`, FOLDER.zip contains all of it. Other users of this computer cannot read the files.
#
# The script ends with 0 if all queries worked that calint needs. Then: calint check --facts FOLDER
# @LEFT-OUT@

set -u
umask 077

org=${1:-}
default_folder=@FOLDER@
folder=${2:-$default_folder}
folder=${folder%/}
case $folder in -*) folder=./$folder ;; esac

if [ -z "$org" ]; then
    echo "usage: sh $0 ORG-ALIAS [FOLDER]" >&2
    exit 2
fi
if ! command -v sf >/dev/null 2>&1; then
    echo "The Salesforce CLI (sf) is not on the PATH." >&2
    exit 2
fi
for path in "$folder" "$folder.zip"; do
    if [ -e "$path" ]; then
        echo "$path exists already. Delete it, or name another folder: answers of two exports must not mix." >&2
        exit 2
    fi
done
mkdir -p "$folder/errors" || exit 2

exported=$(date -u +%Y-%m-%dT%H:%M:%SZ)
queries=
failed=

# Whether the error of a query says that the org does not have what the query asks for.
is_absent() { # is_absent NEED ERROR-FILE
    case $1 in
    needed) return 1 ;;
    optional) grep -q -F @UNKNOWN@ "$2" ;;
    *) grep -q -i -F "No such column '$1'" "$2" ;;
    esac
}

# Runs a query. NEED is `needed`, `optional`, or the column that some orgs lack.
ask() { # ask NAME OBJECT NEED SOQL
    answer=$folder/$1.json
    error=$folder/errors/$1.txt
    rows=
    if sf data query --json --target-org "$org" --query "$4" >"$answer" 2>"$error"; then
        rows=$(sed -n 's/.*"totalSize": *\([0-9][0-9]*\).*/\1/p' "$answer" | sed -n 1p)
    fi
    if [ -n "$rows" ]; then
        state=ok
        rm -f "$error"
        echo "$1: $rows records"
    else
        rows=null
        # The Salesforce CLI prints errors on stdout, as JSON.
        cat "$answer" >>"$error"
        rm -f "$answer"
        if is_absent "$3" "$error"; then
            state=absent-column
            echo "$1: this org does not have it"
        else
            state=failed
            echo "$1: failed, see $error" >&2
            [ "$3" = optional ] || failed="$failed $1"
        fi
    fi
    queries="$queries${queries:+,}
    {\"name\": \"$1\", \"object\": \"$2\", \"state\": \"$state\", \"rows\": $rows, \"soql\": \"$4\"}"
}

# A value of the org's record, as JSON.
value() { # value COLUMN
    found=$(sed -n -E "s/.*\"$1\": *(\"([^\"\\\\]|\\\\.)*\"|true|false).*/\1/p" "$folder/organization.json" | sed -n 1p)
    printf '%s' "${found:-null}"
}
# @QUESTIONS@

record=null
if [ -f "$folder/organization.json" ] && [ "$(value Id)" != null ]; then
    record="{\"Id\": $(value Id), \"Name\": $(value Name), \"IsSandbox\": $(value IsSandbox),
    \"OrganizationType\": $(value OrganizationType), \"InstanceName\": $(value InstanceName)}"
fi
cat >"$folder/manifest.json" <<END
{
  "calint": "@VERSION@",
  "exported": "$exported",
  "org": $record,
  "queries": [$queries
  ]
}
END
rmdir "$folder/errors" 2>/dev/null

if command -v zip >/dev/null 2>&1 && zip -q -r "$folder.zip" "$folder"; then
    echo "Wrote $folder and $folder.zip"
else
    echo "Wrote $folder"
fi
if [ -n "$failed" ]; then
    echo "Failed, and needed:$failed" >&2
    exit 1
fi
exit 0
