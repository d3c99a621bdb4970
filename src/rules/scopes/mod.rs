//! What tokens may reach.

pub(super) mod app_without_a_data_scope;
pub(super) mod auth_provider_scopes;
mod auth_providers;
pub(super) mod broad_scopes;
pub(super) mod full_scope;
pub(super) mod introspect_all_tokens;
pub(super) mod jwt_access_token_mismatch;
pub(super) mod jwt_bearer_without_refresh_scope;
pub(super) mod mcp_app_cannot_connect;
pub(super) mod redundant_scope;
pub(super) mod server_flow_extra_scopes;
pub(super) mod unknown_oauth_scope;
