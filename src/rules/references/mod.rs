//! Names that point to something else, which is not there or not the same in every org.

pub(super) mod dangling_app_reference;
pub(super) mod dangling_component_reference;
pub(super) mod dangling_permission_set_or_profile;
pub(super) mod org_bound_identifier;
