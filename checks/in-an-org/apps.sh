# The metadata of the apps. A package is a folder in metadata format; $work/members lists its components.

begin_package() {
    rm -rf "$package"
    mkdir "$package"
    : >"$work/members"
}

# Names no component of anybody else has.
run_id=$(openssl rand -hex 4 2>/dev/null)
count=0

component() { # component FOLDER SUFFIX TYPE NAME: writes a component; its elements come from standard input
    mkdir -p "$package/$1"
    {
        printf '<?xml version="1.0" encoding="UTF-8"?>\n<%s xmlns="http://soap.sforce.com/2006/04/metadata">\n' "$3"
        cat
        printf '</%s>\n' "$3"
    } >"$package/$1/$4.$2"
    printf '%s %s\n' "$3" "$4" >>"$work/members"
}

element() { # element NAME VALUE: nothing without a value
    [ -z "$2" ] || printf '    <%s>%s</%s>\n' "$1" "$2" "$1"
}

# The settings of an app and their defaults: an app that gets a token. `new_app` changes some of them.
defaults() {
    scopes=Api,RefreshToken flow=jwt approved=true sets=$set_a profiles='' certificate=$work/app.crt
    contact=experiments@acme.example ip_relaxation=yes timeout=''
}

new_app() { # new_app KIND SETTING=VALUE ...: writes an app, and sets $app to its name
    kind=$1
    shift
    defaults
    for setting; do eval "${setting%%=*}=\${setting#*=}"; done
    count=$((count + 1))
    app=Calint_${run_id}_$count
    # The script chooses key and secret, so that it need not ask the org for them.
    openssl rand -hex 32 | tr -d '\n' >"$work/$app.key"
    openssl rand -hex 32 | tr -d '\n' >"$work/$app.secret"
    "write_$kind"
}

write_eca() {
    { element contactEmail "$contact"; element distributionState Local; element label "$app"; } |
        component externalClientApps eca ExternalClientApplication "$app"
    {
        element callbackUrl https://login.salesforce.com/services/oauth2/success
        [ "$flow" != jwt ] || element certificate "$(cat "$certificate")"
        element consumerKey "$(cat "$work/$app.key")"
        element consumerSecret "$(cat "$work/$app.secret")"
        element externalClientApplication "$app"
        [ "$flow" = jwt ] || element isClientCredentialsFlowEnabled true
        element label "${app}_global"
    } | component extlClntAppGlobalOauthSets ecaGlblOauth ExtlClntAppGlobalOauthSettings "${app}_global"
    {
        element commaSeparatedOauthScopes "$scopes"
        element externalClientApplication "$app"
        element label "${app}_oauth"
    } | component extlClntAppOauthSettings ecaOauth ExtlClntAppOauthSettings "${app}_oauth"
    write_eca_policy
}

write_eca_policy() {
    policy=AllSelfAuthorized
    [ "$approved" != true ] || policy=AdminApprovedPreAuthorized
    {
        [ "$flow" = jwt ] || element clientCredentialsFlowUser "$username"
        if [ "$sets" = empty ]; then
            printf '    <commaSeparatedPermissionSet></commaSeparatedPermissionSet>\n'
        else
            element commaSeparatedPermissionSet "$sets"
        fi
        [ -z "$profiles" ] || element commaSeparatedProfile "$user_profile"
        element externalClientApplication "$app"
        element ipRelaxationPolicyType Enforce
        [ "$flow" = jwt ] || element isClientCredentialsFlowEnabled true
        element label "${app}_policy"
        element permittedUsersPolicyType "$policy"
        element refreshTokenPolicyType SpecificLifetime
        element refreshTokenValidityPeriod 1
        element refreshTokenValidityUnit Days
        element sessionTimeoutInMinutes "$timeout"
    } | component extlClntAppOauthPolicies ecaOauthPlcy ExtlClntAppOauthConfigurablePolicies "${app}_policy"
}

write_connected_app() {
    {
        element contactEmail "$contact"
        element label "$app"
        printf '    <oauthConfig>\n'
        element callbackUrl https://login.salesforce.com/services/oauth2/success
        [ "$flow" != jwt ] || element certificate "$(cat "$certificate")"
        element consumerKey "$(cat "$work/$app.key")"
        element consumerSecret "$(cat "$work/$app.secret")"
        element isAdminApproved "$approved"
        if [ "$flow" != jwt ]; then
            element isClientCredentialEnabled true
            element oauthClientCredentialUser "$username"
        fi
        for scope in $(printf '%s' "$scopes" | tr ',' ' '); do element scopes "$scope"; done
        printf '    </oauthConfig>\n    <oauthPolicy>\n'
        [ -z "$ip_relaxation" ] || element ipRelaxation ENFORCE
        element refreshTokenPolicy specific_lifetime:1:DAYS
        printf '    </oauthPolicy>\n'
        element permissionSetName "$sets"
        if [ -n "$timeout" ]; then
            printf '    <sessionPolicy>\n'
            element sessionTimeout "$timeout"
            printf '    </sessionPolicy>\n'
        fi
    } | component connectedApps connectedApp ConnectedApp "$app"
}

write_permission_set() { # write_permission_set NAME
    { element hasActivationRequired false; element label "$1"; } |
        component permissionsets permissionset PermissionSet "$1"
}

write_security_settings() { # write_security_settings VALUE: of `untrustedRedirect`
    mkdir -p "$package/settings"
    {
        printf '<?xml version="1.0" encoding="UTF-8"?>\n'
        printf '<SecuritySettings xmlns="http://soap.sforce.com/2006/04/metadata">\n    <sessionSettings>\n'
        element untrustedRedirect "$1"
        printf '    </sessionSettings>\n</SecuritySettings>\n'
    } >"$package/settings/Security.settings"
    printf 'Settings Security\n' >>"$work/members"
}
