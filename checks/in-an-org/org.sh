# What sf does for the experiments. Sets $answer to what sf printed, and $refusal to why a deployment was refused.

# Removes control characters, hides words that are long enough to be a key or a token, and cuts long texts after a word.
plain() {
    tr '\n\t' '  ' | tr -d '\000-\037\177' |
        sed 's/[A-Za-z0-9+/=._!~-]\{32,\}/[redacted]/g; s/^\(.\{200\}[^ ]*\) .*$/\1 .../'
}

json_value() { # json_value NAME: the first text with this name in the JSON on standard input
    sed 's/\\\\/\//g' | sed "s/\\\\\"/'/g" | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" | head -n 1
}

in_org() { # in_org ARGUMENT ...: runs sf for the org
    if [ -n "$target" ]; then set -- "$@" --target-org "$target"; fi
    answer=$(sf "$@" </dev/null 2>/dev/null)
}

# Asks who is logged in, and where. The answer contains a token, so only the two values are kept.
connect() {
    if [ -n "$target" ]; then set -- --target-org "$target"; else set --; fi
    shown=$(sf org display "$@" --json </dev/null 2>/dev/null | grep -E '"(username|instanceUrl)" *:')
    username=$(printf '%s\n' "$shown" | json_value username)
    instance=$(printf '%s\n' "$shown" | json_value instanceUrl)
    instance=${instance%/}
    case $instance in
        https://*) protocols='=https' ;;
        http://127.0.0.1:* | http://localhost:*) protocols='=http' ;;
        *) refuse "sf is not logged in to an org; run: sf org login web --alias ALIAS" ;;
    esac
    case $username in
        '' | *[!A-Za-z0-9@._+-]*) refuse "sf does not tell a username that can be used here" ;;
    esac
}

query() { # query SOQL: the first row of the answer, without the line of names
    in_org data query --query "$1" --result-format csv || return 1
    answer=$(printf '%s\n' "$answer" | sed -n 2p | tr -d '\r')
}

# Refuses an org that may be a production org.
guard() {
    query "SELECT IsSandbox, OrganizationType, TrialExpirationDate FROM Organization" ||
        refuse "sf could not ask the org what kind of org it is"
    case $answer in
        true,*) ;; # A sandbox, or, with a date of expiry, a scratch org.
        "false,Developer Edition,"*) ;;
        *)
            [ -n "$production" ] ||
                refuse "the org is neither a Developer Edition org nor a sandbox nor a scratch org; --allow-production runs anyway" ;;
    esac
}

manifest() { # manifest MEMBERS: a manifest of the components in a file, one TYPE NAME to a line
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">\n'
    sort -u "$1" | while read -r type member; do
        printf '    <types>\n        <members>%s</members>\n        <name>%s</name>\n    </types>\n' "$member" "$type"
    done
    printf '    <version>66.0</version>\n</Package>\n'
}

deploy() { # deploy [OPTION ...]: deploys the package
    manifest "$work/members" >"$package/package.xml"
    refusal=
    in_org project deploy start --metadata-dir "$package" --wait 20 --json "$@" && return 0
    refusal=$(printf '%s\n' "$answer" | json_value problem)
    [ -n "$refusal" ] || refusal=$(printf '%s\n' "$answer" | json_value message)
    [ -n "$refusal" ] || refusal="sf failed without a reason"
    return 1
}

# Deploys the package for good. What is created is written down first, so that it is deleted even if sf is killed.
create() {
    grep -E '^(ExternalClientApplication|ConnectedApp|PermissionSet) ' "$work/members" >>"$work/created"
    deploy
}

retrieve() { # retrieve TYPE NAME SUFFIX: prints the file of a component as the org returns it
    rm -rf "$work/retrieved"
    in_org project retrieve start --metadata "$1:$2" --target-metadata-dir "$work/retrieved" --unzip --wait 20 --json ||
        return 1
    file=$(find "$work/retrieved" -name "*.$3" | head -n 1)
    [ -n "$file" ] && cat "$file"
}

delete() { # delete PATTERN: deletes created components whose lines match
    grep -E "$1" "$work/created" >"$work/unwanted" || return 0
    rm -rf "$package"
    mkdir "$package"
    : >"$work/members"
    manifest "$work/unwanted" >"$package/destructiveChanges.xml"
    deploy --ignore-warnings || return 1
    grep -vE "$1" "$work/created" >"$work/left"
    mv "$work/left" "$work/created"
}

delete_apps() {
    [ -z "$keep" ] || return 0
    delete '^(ExternalClientApplication|ConnectedApp) '
}

# Deletes all that is left. Salesforce does not delete a permission set that is assigned to a user.
delete_all() {
    [ -s "$work/created" ] || return 0
    if [ -n "$keep" ]; then
        say "kept in the org:"
        cat "$work/created" >&2
        return 0
    fi
    if [ -n "${assigned:-}" ]; then
        query "SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = '$assigned'" && [ -n "$answer" ] &&
            in_org data delete record --sobject PermissionSetAssignment --record-id "$answer"
    fi
    delete_apps && delete . && return 0
    cat "$work/created" >&2
    return 1
}
