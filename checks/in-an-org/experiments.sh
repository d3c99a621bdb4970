# One function for each row of experiments.txt. It sets $got, or, if the org did not get as far as the question, $problem.
# Each experiment has a control: the same app without the one difference. If the control fails, the answer says nothing.

set_a=Calint_${run_id:-}_A
set_b=Calint_${run_id:-}_B

# Two permission sets, of which the user has the first. The first experiment that lists one creates them.
need_sets() {
    [ -z "${assigned:-}" ] || return 0
    begin_package
    write_permission_set "$set_a"
    write_permission_set "$set_b"
    create || { problem="permission sets refused: $refusal"; return 1; }
    assigned=$set_a
    in_org org assign permset --name "$set_a" --json || { problem="the permission set cannot be assigned"; return 1; }
}

# shellcheck disable=SC2086 # Settings are words.
token_experiment() { # token_experiment KIND CONTROL SUBJECT: settings of two apps, as words
    need_sets || return
    begin_package
    new_app "$1" $2
    control=$app
    new_app "$1" $3
    subject=$app
    create || { problem="deployment refused: $refusal"; return; }
    ask_when_ready "$control" || return
    [ "$got" = token ] || { problem="the control app gets no token: $got"; return; }
    ask_when_ready "$subject"
}

# shellcheck disable=SC2086 # Settings are words.
deploy_experiment() { # deploy_experiment WRITE CONTROL SUBJECT: tries two deployments and changes nothing
    begin_package
    $1 $2
    deploy --dry-run || { problem="the control deployment is refused: $refusal"; return; }
    begin_package
    $1 $3
    try_subject --dry-run
}

try_subject() { # try_subject [OPTION ...]: deploys, and sets $got
    if deploy "$@"; then got=accepted; else got="refused: $refusal"; fi
}

expiry_experiment() { # expiry_experiment KIND
    need_sets || return
    end=$(($(date +%s) + certificate_seconds))
    short_certificate "$end" || { problem="openssl could not make a certificate that ends soon"; return; }
    begin_package
    new_app "$1" certificate="$work/short.crt"
    create || { problem="deployment refused: $refusal"; return; }
    ask_when_ready "$app" || return
    [ "$(date +%s)" -lt "$end" ] || { problem="the certificate ended too early; raise --certificate-seconds"; return; }
    [ "$got" = token ] || { problem="the app gets no token while its certificate is valid: $got"; return; }
    sleep $((end - $(date +%s) + poll + 1))
    ask_when_ready "$app"
}

list_app() { # an app whose list has the first permission set
    need_sets || return 1
    begin_package
    new_app eca
    create || { problem="deployment refused: $refusal"; return 1; }
}

send_list() { # send_list SETS: deploys the policy of the app again, with this list
    begin_package
    sets=$1
    write_eca_policy
    try_subject
}

list_in_org() { # the list of permission sets as the org returns it
    retrieve ExtlClntAppOauthConfigurablePolicies "${app}_policy" ecaOauthPlcy |
        sed -n 's/.*<commaSeparatedPermissionSet>\(.*\)<.*/\1/p'
}

eca_jwt_without_refresh_scope() { token_experiment eca '' scopes=Api; }
eca_jwt_full_scope() { token_experiment eca scopes=Full,RefreshToken scopes=Full; }
eca_jwt_empty_list() { token_experiment eca '' sets=; }
eca_run_as_empty_list() { token_experiment eca 'flow=client-credentials approved=false sets=' 'flow=client-credentials sets='; }
eca_run_as_permission_set() { token_experiment eca 'flow=client-credentials approved=false sets=' flow=client-credentials; }
eca_run_as_profile() {
    query "SELECT Profile.Name FROM User WHERE Username = '$username'" || { problem="the user has no profile"; return; }
    for user_profile in "$answer" Admin; do
        problem=''
        token_experiment eca 'flow=client-credentials approved=false sets=' 'flow=client-credentials sets= profiles=yes'
        # Files of other types name this profile Admin, and no text says which name the list wants.
        case $user_profile,$problem in 'System Administrator,deployment refused'*) ;; *) return ;; esac
    done
}
eca_expired_certificate() { expiry_experiment eca; }
eca_certificate_retrieved() {
    list_app || return
    file=$(retrieve ExtlClntAppGlobalOauthSettings "${app}_global" ecaGlblOauth) || { problem="nothing was retrieved"; return; }
    case $file in *'BEGIN CERTIFICATE'*) got=kept ;; *) got=missing ;; esac
}
eca_without_contact_email() { deploy_experiment new_app 'eca sets= approved=false' 'eca sets= approved=false contact='; }
eca_session_timeout_100() {
    deploy_experiment new_app 'eca sets= approved=false timeout=120' 'eca sets= approved=false timeout=100'
}
eca_list_of_another_set() {
    list_app || return
    send_list "$set_b"
    [ "$got" = accepted ] || return
    names=,$(list_in_org | tr -d ' '),
    case $names in
        *",$set_b,"*) case $names in *",$set_a,"*) got=both ;; *) got=replaced ;; esac ;;
        *) problem="the retrieved policy does not have the new list" ;;
    esac
}
eca_list_sent_again() {
    list_app || return
    send_list "$set_a"
}
eca_list_empty() {
    list_app || return
    send_list empty
    [ "$got" = accepted ] || return
    case $(list_in_org) in *"$set_a"*) got=kept ;; *) got=cleared ;; esac
}
connected_app_jwt_without_refresh_scope() { token_experiment connected_app '' scopes=Api; }
connected_app_jwt_full_scope() { token_experiment connected_app scopes=Full,RefreshToken scopes=Full; }
connected_app_run_as_empty_list() {
    token_experiment connected_app 'flow=client-credentials approved=false sets=' 'flow=client-credentials sets='
}
connected_app_expired_certificate() { expiry_experiment connected_app; }
connected_app_without_ip_relaxation() {
    deploy_experiment new_app 'connected_app sets=' 'connected_app sets= ip_relaxation='
}
connected_app_without_scopes() { deploy_experiment new_app 'connected_app sets=' 'connected_app sets= scopes='; }
connected_app_list_without_approval() {
    need_sets || return
    deploy_experiment new_app connected_app 'connected_app approved=false'
}
connected_app_session_timeout_100() {
    deploy_experiment new_app 'connected_app sets= timeout=120' 'connected_app sets= timeout=100'
}
untrusted_redirect_allow_with_user_permission() {
    deploy_experiment write_security_settings NeverAllowed AllowWithUserPermission
}
untrusted_redirect_with_user_permission() { deploy_experiment write_security_settings NeverAllowed WithUserPermission; }
