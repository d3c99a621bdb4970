//! What only External Client Apps can get wrong.

pub(super) mod eca_global_settings_in_source;
pub(super) mod eca_incomplete_set;
pub(super) mod eca_not_packageable;
pub(super) mod eca_orphan_part;
pub(super) mod eca_weaker_than_connected_app;
pub(super) mod mtls_half_switched;
pub(super) mod rotate_flag_committed;
pub(super) mod saml_policy_without_plugin;
