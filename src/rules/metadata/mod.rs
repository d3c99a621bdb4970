//! Files that are not the metadata they claim to be.

pub(super) mod invalid_xml;
