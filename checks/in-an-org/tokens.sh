# Keys, certificates, and what the token endpoint answers. No secret is an argument of a program, because others on the
# machine can read arguments, and no token is written to a file.

new_key() {
    openssl req -x509 -newkey rsa:2048 -sha256 -days 2 -nodes -subj /CN=calint.acme.example \
        -keyout "$work/app.pem" -out "$work/app.crt" 2>/dev/null
}

utc() { # utc SECONDS: a time as openssl reads it; GNU and BSD have different options
    date -u -d "@$1" +%y%m%d%H%M%SZ 2>/dev/null || date -u -r "$1" +%y%m%d%H%M%SZ
}

short_certificate() { # short_certificate END: a certificate of the key that ends at a time; `openssl req` counts in days
    : >"$work/index.txt"
    printf '01\n' >"$work/serial"
    cat >"$work/ca.cnf" <<CONFIGURATION
[ca]
default_ca = here
[here]
database = $work/index.txt
serial = $work/serial
new_certs_dir = $work
policy = any
[any]
commonName = supplied
CONFIGURATION
    openssl req -new -key "$work/app.pem" -subj /CN=calint.acme.example -out "$work/app.csr" 2>/dev/null &&
        openssl ca -batch -selfsign -notext -config "$work/ca.cnf" -md sha256 -keyfile "$work/app.pem" \
            -startdate "$(utc $(($1 - certificate_seconds - 3600)))" -enddate "$(utc "$1")" \
            -in "$work/app.csr" -out "$work/short.crt" 2>/dev/null
}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

assertion() { # assertion APP: a signed JWT for the user
    claims=$(printf '{"iss":"%s","sub":"%s","aud":"%s","exp":%s}' "$(cat "$work/$1.key")" "$username" "$instance" \
        $(($(date +%s) + 180)) | base64url)
    signed=$(printf '{"alg":"RS256"}' | base64url).$claims
    printf '%s.%s' "$signed" "$(printf '%s' "$signed" | openssl dgst -sha256 -sign "$work/app.pem" -binary | base64url)"
}

post() { # post PATH: posts standard input to the org
    curl -q --silent --show-error --max-time 60 --proto "$protocols" --data @- "$instance/services/oauth2/$1" 2>&1
}

ask() { # ask APP: asks for a token, and sets $got to `token` or to the error
    if [ "$flow" = jwt ]; then
        body="grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=$(assertion "$1")"
    else
        body="grant_type=client_credentials&client_id=$(cat "$work/$1.key")&client_secret=$(cat "$work/$1.secret")"
    fi
    answer=$(printf '%s' "$body" | post token)
    case $answer in
        *'"access_token"'*)
            got=token
            printf 'token=%s' "$(printf '%s\n' "$answer" | json_value access_token)" | post revoke >/dev/null ;;
        *'"error"'*)
            got="$(printf '%s\n' "$answer" | json_value error): $(printf '%s\n' "$answer" | json_value error_description)" ;;
        *) got="no answer: $answer" ;;
    esac
    answer=
}

# Asks until the org knows the app, which takes minutes after a deployment.
ask_when_ready() { # ask_when_ready APP
    until=$(($(date +%s) + wait))
    while :; do
        ask "$1"
        case $got in
            invalid_client* | app_not_found* | OAUTH_EC_APP_NOT_FOUND* | *'not installed'* | 'no answer'*) ;;
            *) return 0 ;;
        esac
        [ "$(date +%s)" -lt "$until" ] || break
        sleep "$poll"
    done
    problem="the org does not know the new app: $got"
    return 1
}
