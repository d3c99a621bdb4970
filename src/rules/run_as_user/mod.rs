//! The user that tokens act as.

/// How to create a user for one integration, as the end of a sentence. Without the permission set license, Salesforce
/// refuses every permission set with access to objects.
const INTEGRATION_USER: &str = "create a user with the license `Salesforce Integration` and assign the permission set license \
     `Salesforce API Integration` (`SalesforceAPIIntegrationPsl`) before its permission set";

pub(super) mod integration_psl_missing;
pub(super) mod run_as_profile_wants_high_assurance;
pub(super) mod run_as_user_invalid;
pub(super) mod run_as_user_looks_human;
pub(super) mod run_as_user_not_api_only;
pub(super) mod run_as_user_not_portable;
pub(super) mod run_as_user_privileged;
pub(super) mod run_as_user_shared;
