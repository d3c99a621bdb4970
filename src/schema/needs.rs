//! What a rule needs calint to read besides apps and what these name, and the sum of it over the rules of a run.
//!
//! A page names the need of its rule, and the build script compiles this file to refuse another word. Before a run
//! reads anything, it adds up the needs of the rules that it shows: a project has thousands of files that only one rule
//! reads.

use crate::choices::choices;

/// What a rule needs besides apps and what these name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    #[default]
    Apps,
    /// The labels of all permission sets.
    Labels,
    /// The names of all Apex classes.
    ApexClasses,
    /// The names of all apps.
    AppNames,
    /// All profiles and permission sets, which are linted like apps.
    PermissionLists,
    /// All auth providers, named and external credentials, which are linted like apps, and the files of `OtherFiles`.
    Credentials,
    /// Files beside the metadata that may contain a secret.
    OtherFiles,
}

choices!(Need, "reads", {
    Apps => "apps",
    Labels => "permission-set-labels",
    ApexClasses => "apex-class-names",
    AppNames => "app-names",
    PermissionLists => "profiles-and-permission-sets",
    Credentials => "credentials",
    OtherFiles => "other-files",
});
