//! What exports say of apps: their policies and switches, and how they are used.

use std::collections::{BTreeMap, BTreeSet};

use super::app_tokens::TokenRow;
use super::logins::LoginRow;
use super::object::Object;
use super::org::{Join, ObjectRow, name};
use super::organization::Organization;
use super::policy::EcaPolicy;
use super::switches::EcaSwitches;

impl Join<'_> {
    /// The org itself. The reader has made sure that there is only one.
    pub(super) fn organization(&mut self) -> Option<Organization> {
        self.each(Object::Organization, |_, ObjectRow { row, .. }| Organization::read(row)).into_iter().next()
    }

    /// OAuth policies of External Client Apps. An app has one.
    pub(super) fn policies(&mut self) -> BTreeMap<String, EcaPolicy> {
        let policies =
            self.each(Object::ExtlClntAppOauthPlcyCnfg, |_, ObjectRow { row, file, .. }| EcaPolicy::read(row, *file));
        policies.into_iter().map(|policy| (policy.app.to_lowercase(), policy)).collect()
    }

    pub(super) fn tokens(&mut self) -> Vec<TokenRow> {
        self.each(Object::OauthToken, |_, ObjectRow { row, .. }| TokenRow::read(row))
    }

    pub(super) fn apps_with_access(&mut self) -> BTreeSet<String> {
        let apps = self.each(Object::SetupEntityAccess, |names, ObjectRow { row, .. }| {
            name(&names.apps, row, ["SetupEntity.Name", "SetupEntityId"])
        });
        apps.into_iter().collect()
    }

    /// Switches of External Client Apps, by name in lower case.
    pub(super) fn switches(&mut self) -> BTreeMap<String, EcaSwitches> {
        let switches =
            self.each(Object::ExtlClntAppPlcyCnfg, |_, ObjectRow { row, file, .. }| EcaSwitches::read(row, *file));
        switches.into_iter().map(|switches| (switches.app.to_lowercase(), switches)).collect()
    }

    pub(super) fn logins(&mut self) -> Vec<LoginRow> {
        self.each(Object::LoginHistory, |_, ObjectRow { row, .. }| LoginRow::read(row))
    }

    /// Whether Setup limits connected apps to users whom an administrator approved, by label.
    pub(super) fn app_menu(&mut self) -> BTreeMap<String, bool> {
        let items = self.each(Object::AppMenuItem, |_, ObjectRow { row, .. }| {
            Ok(row.text("Label")?.map(str::to_owned).zip(row.boolean("IsUsingAdminAuthorization")?))
        });
        items.into_iter().collect()
    }
}
