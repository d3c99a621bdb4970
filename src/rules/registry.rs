//! The list of rules: each page with its code.

use super::page;
use super::rule::{Reads, Rule};
use super::{
    access, callbacks, certificates, client_credentials, external_client_app, metadata, migration, org_settings,
    permissions, references, refresh_token, run_as_user, scopes, secrets,
};

/// Every rule, by group and name.
pub static RULES: &[Rule] = &[
    Rule::app(&page::ADMIN_APPROVED_WITHOUT_ASSIGNMENT, access::admin_approved_without_assignment::check),
    Rule::app(&page::ASSIGNMENT_WITHOUT_ADMIN_APPROVED, access::assignment_without_admin_approved::check),
    Rule::app(&page::CODE_CREDENTIAL_FLOW_EXPOSED, access::code_credential_flow_exposed::check),
    Rule::app(&page::DEVICE_FLOW_ENABLED, access::device_flow_enabled::check),
    Rule::app(&page::IP_ALLOWLIST_MISSING, access::ip_allowlist_missing::check),
    Rule::project(&page::IP_RANGE_INVALID, access::ip_range_invalid::check),
    Rule::project(&page::IP_RANGE_TOO_BROAD, access::ip_range_too_broad::check),
    Rule::app(&page::IP_RELAXATION_BYPASS, access::ip_relaxation_bypass::check),
    Rule::app(&page::JWT_BEARER_NOT_PREAUTHORIZED, access::jwt_bearer_not_preauthorized::check),
    Rule::app(&page::POLICY_DISABLES_APP, access::policy_disables_app::check),
    Rule::app(&page::PREAUTHORIZED_GRANT_TOO_BROAD, access::preauthorized_grant_too_broad::check)
        .reading(Reads::Labels),
    Rule::app(&page::SELF_AUTHORIZE_ALLOWED, access::self_authorize_allowed::check),
    Rule::app(&page::SESSION_TIMEOUT_TOO_LONG, access::session_timeout_too_long::check),
    Rule::app(&page::CALLBACK_DEVELOPMENT_HOST, callbacks::callback_development_host::check),
    Rule::app(&page::CALLBACK_INSECURE_SCHEME, callbacks::callback_insecure_scheme::check),
    Rule::app(&page::CALLBACK_MALFORMED, callbacks::callback_malformed::check),
    Rule::app(&page::INSECURE_APP_URL, callbacks::insecure_app_url::check),
    Rule::app(&page::PKCE_NOT_REQUIRED, callbacks::pkce_not_required::check),
    Rule::project(&page::CERTIFICATE_EXPIRY, certificates::certificate_expiry::check).reading(Reads::OtherFiles),
    Rule::app(&page::CERTIFICATE_UNPARSABLE, certificates::certificate_unparsable::check),
    Rule::project(&page::CERTIFICATE_WEAK_CRYPTO, certificates::certificate_weak_crypto::check),
    Rule::app(&page::CLIENT_CREDENTIALS_ENABLED, client_credentials::client_credentials_enabled::check),
    Rule::app(&page::CLIENT_CREDENTIALS_FLAG_MISSING, client_credentials::client_credentials_flag_missing::check),
    Rule::app(
        &page::CLIENT_CREDENTIALS_NO_EFFECTIVE_SCOPE,
        client_credentials::client_credentials_no_effective_scope::check,
    ),
    Rule::app(
        &page::CLIENT_CREDENTIALS_WITHOUT_RUN_AS_USER,
        client_credentials::client_credentials_without_run_as_user::check,
    ),
    Rule::app(&page::ECA_GLOBAL_SETTINGS_IN_SOURCE, external_client_app::eca_global_settings_in_source::check),
    Rule::app(&page::ECA_INCOMPLETE_SET, external_client_app::eca_incomplete_set::check),
    Rule::app(&page::ECA_ORPHAN_PART, external_client_app::eca_orphan_part::check),
    Rule::project(&page::ECA_WEAKER_THAN_CONNECTED_APP, external_client_app::eca_weaker_than_connected_app::check),
    Rule::app(&page::ROTATE_FLAG_COMMITTED, external_client_app::rotate_flag_committed::check),
    Rule::app(&page::APP_OWNER_UNCLEAR, metadata::app_owner_unclear::check),
    Rule::schema(&page::DEPRECATED_ELEMENT, metadata::deprecated_element::check),
    Rule::project(&page::DUPLICATE_APP_OR_POLICY, metadata::duplicate_app_or_policy::check),
    Rule::schema(&page::DUPLICATE_ELEMENT, metadata::duplicate_element::check),
    Rule::project(&page::FIELD_NOT_IN_API_VERSION, metadata::field_not_in_api_version::check),
    Rule::file(&page::INVALID_ACCEPTANCE, metadata::invalid_acceptance::check),
    Rule::schema(&page::INVALID_VALUE, metadata::invalid_value::check),
    Rule::file(&page::INVALID_XML, metadata::invalid_xml::check),
    Rule::project(&page::INVENTORY_ENTRY_MISSING, metadata::inventory_entry_missing::check),
    Rule::schema(&page::MISPLACED_ELEMENT, metadata::misplaced_element::check),
    Rule::schema(&page::MISSING_REQUIRED_ELEMENT, metadata::missing_required_element::check),
    Rule::schema(&page::UNKNOWN_ELEMENT, metadata::unknown_element::check),
    Rule::schema(&page::UNRESOLVED_PLACEHOLDER, metadata::unresolved_placeholder::check),
    Rule::schema(&page::WRONG_CASE, metadata::wrong_case::check),
    Rule::file(&page::WRONG_FILE_SUFFIX, metadata::wrong_file_suffix::check),
    Rule::project(&page::CONNECTED_APP_CREATION_BLOCKED, migration::connected_app_creation_blocked::check),
    Rule::project(&page::CONNECTED_APP_MIGRATION_CANDIDATE, migration::connected_app_migration_candidate::check),
    Rule::project(&page::PASSWORD_GRANT_USAGE, migration::password_grant_usage::check).reading(Reads::OtherFiles),
    Rule::project(&page::RETIRING_FEATURE, migration::retiring_feature::check),
    Rule::project(&page::ORG_API_ACCESS_CONTROL_OFF, org_settings::org_api_access_control_off::check),
    Rule::project(&page::ORG_LEGACY_FLOW_ALLOWED, org_settings::org_legacy_flow_allowed::check),
    Rule::project(&page::ORG_PKCE_NOT_REQUIRED, org_settings::org_pkce_not_required::check),
    Rule::project(&page::ORG_SECRET_API_ACCESS_ENABLED, org_settings::org_secret_api_access_enabled::check),
    Rule::file(&page::API_ACCESS_BYPASS_GRANTED, permissions::api_access_bypass_granted::check)
        .reading(Reads::PermissionLists),
    Rule::file(&page::MISNAMED_USER_PERMISSION, permissions::misnamed_user_permission::check)
        .reading(Reads::PermissionLists),
    Rule::project(&page::DANGLING_APP_REFERENCE, references::dangling_app_reference::check),
    Rule::project(&page::DANGLING_COMPONENT_REFERENCE, references::dangling_component_reference::check)
        .reading(Reads::ApexClasses),
    Rule::project(&page::DANGLING_PERMISSION_SET_OR_PROFILE, references::dangling_permission_set_or_profile::check)
        .reading(Reads::Labels),
    Rule::app(&page::ORG_BOUND_IDENTIFIER, references::org_bound_identifier::check),
    Rule::app(&page::IDLE_TTL_POLICY_INCONSISTENT, refresh_token::idle_ttl_policy_inconsistent::check),
    Rule::app(&page::REFRESH_TOKEN_DEAD_ON_ARRIVAL, refresh_token::refresh_token_dead_on_arrival::check),
    Rule::app(&page::REFRESH_TOKEN_LIFETIME_TOO_LONG, refresh_token::refresh_token_lifetime_too_long::check),
    Rule::app(&page::REFRESH_TOKEN_NEVER_EXPIRES, refresh_token::refresh_token_never_expires::check),
    Rule::app(&page::REFRESH_TOKEN_POLICY_MALFORMED, refresh_token::refresh_token_policy_malformed::check),
    Rule::app(&page::REFRESH_TOKEN_ROTATION_DISABLED, refresh_token::refresh_token_rotation_disabled::check),
    Rule::app(&page::REFRESH_WITHOUT_CLIENT_SECRET, refresh_token::refresh_without_client_secret::check),
    Rule::project(&page::RUN_AS_USER_INVALID, run_as_user::run_as_user_invalid::check),
    Rule::app(&page::RUN_AS_USER_LOOKS_HUMAN, run_as_user::run_as_user_looks_human::check),
    Rule::app(&page::RUN_AS_USER_NOT_API_ONLY, run_as_user::run_as_user_not_api_only::check),
    Rule::app(&page::RUN_AS_USER_NOT_PORTABLE, run_as_user::run_as_user_not_portable::check),
    Rule::app(&page::RUN_AS_USER_PRIVILEGED, run_as_user::run_as_user_privileged::check),
    Rule::project(&page::RUN_AS_USER_SHARED, run_as_user::run_as_user_shared::check),
    Rule::app(&page::BROAD_SCOPES, scopes::broad_scopes::check),
    Rule::app(&page::FULL_SCOPE, scopes::full_scope::check),
    Rule::app(&page::INTROSPECT_ALL_TOKENS, scopes::introspect_all_tokens::check),
    Rule::app(&page::JWT_ACCESS_TOKEN_MISMATCH, scopes::jwt_access_token_mismatch::check),
    Rule::app(&page::REDUNDANT_SCOPE, scopes::redundant_scope::check),
    Rule::app(&page::SERVER_FLOW_EXTRA_SCOPES, scopes::server_flow_extra_scopes::check),
    Rule::app(&page::UNKNOWN_OAUTH_SCOPE, scopes::unknown_oauth_scope::check),
    Rule::app(&page::CONSUMER_KEY_IN_SOURCE, secrets::consumer_key_in_source::check),
    Rule::app(&page::SAML_WEAK_CRYPTO, secrets::saml_weak_crypto::check),
    Rule::project(&page::ADJACENT_SECRET_IN_SOURCE, secrets::adjacent_secret_in_source::check)
        .reading(Reads::Credentials),
    Rule::app(&page::CONSUMER_SECRET_IN_SOURCE, secrets::consumer_secret_in_source::check),
    Rule::project(&page::PRIVATE_KEY_IN_SOURCE, secrets::private_key_in_source::check).reading(Reads::OtherFiles),
    Rule::project(&page::SALESFORCE_TOKEN_IN_SOURCE, secrets::salesforce_token_in_source::check)
        .reading(Reads::OtherFiles),
];

/// The rule of a name.
pub fn find_rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name() == name)
}
