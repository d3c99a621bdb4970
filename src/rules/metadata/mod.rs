//! Files that are not the metadata they claim to be, and elements that their type does not have.

pub(super) mod app_owner_unclear;
pub(super) mod deprecated_element;
pub(super) mod duplicate_app_or_policy;
pub(super) mod duplicate_element;
pub(super) mod field_not_in_api_version;
pub(super) mod invalid_acceptance;
pub(super) mod invalid_value;
pub(super) mod invalid_xml;
pub(super) mod inventory_entry_missing;
pub(super) mod misplaced_element;
pub(super) mod missing_required_element;
pub(super) mod packaged_connected_app;
pub(super) mod saml_subject_attribute_missing;
pub(super) mod unknown_element;
pub(super) mod unresolved_placeholder;
pub(super) mod wrong_case;
pub(super) mod wrong_file_suffix;
