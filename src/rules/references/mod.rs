//! Names of components that do not exist, or differ between orgs.

pub(super) mod dangling_app_reference;
pub(super) mod dangling_component_reference;
pub(super) mod dangling_permission_set_or_profile;
pub(super) mod org_bound_identifier;
