//! What an app opens: which OAuth flows it lets run.

mod flows;

pub use flows::{
    client_credentials, client_credentials_only, client_credentials_open, interactive_client, is_for_command_line,
    jwt_bearer, machine_only, password_only, public_client, refresh_scope, run_as_user, server_flow,
};
