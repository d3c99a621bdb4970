//! What only External Client Apps can get wrong.

pub(super) mod eca_global_settings_in_source;
pub(super) mod rotate_flag_committed;
