//! What files of profiles, permission sets and groups say. Source: Metadata API guide, Profile, `PermissionSet`,
//! `PermissionSetGroup`, `MutingPermissionSet`.

use crate::model::app::IpRange;
use crate::model::cursor::{Cursor, Reading};
use crate::model::located::{Field, List, Located};
use crate::schema::Kind;
use crate::workspace::{FileId, Library};

use super::grants::{Denied, Grant, GrantSource, GroupSource};

/// What a file of a profile or permission set says; nothing if its root is another element.
pub(crate) fn grants(kind: Kind, name: &str, file: FileId, library: &Library) -> Option<GrantSource> {
    let document = library.document(file)?;
    let reading = Reading::of_lookup(file, document);
    let root = Cursor::root(&reading, kind)?;
    let listed = root.children("userPermissions");
    let granted = listed.iter().filter(|permission| permission.boolean("enabled").is_on() == Some(true));
    let grant = |permission: &Cursor<'_, '_>| {
        let name = permission.text("name");
        let name = name.given()?;
        Some(Grant { permission: name.value.clone(), place: Some(name.place) })
    };
    // Partial retrieves list no permission at all, which does not mean that none is granted.
    let is_told = !listed.is_empty() && document.is_whole();
    let text = |name| root.text(name).given().map(|located| located.value.clone());
    Some(GrantSource {
        kind: if kind == Kind::PermissionSetPart { Kind::PermissionSet } else { kind },
        name: name.to_owned(),
        label: text("label"),
        license: text("userLicense").or_else(|| text("license")),
        grants: granted.filter_map(grant).collect(),
        denied: if is_told { Denied::Others } else { Denied::Only(Vec::new()) },
        needs_activation: root.boolean("hasActivationRequired").is_on() == Some(true),
        place: Some(root.place()),
    })
}

/// What the file of a permission set group says; nothing if its root is another element.
pub(crate) fn group(name: &str, file: FileId, library: &Library) -> Option<GroupSource> {
    let document = library.document(file)?;
    let reading = Reading::of_lookup(file, document);
    let root = Cursor::root(&reading, Kind::PermissionSetGroup)?;
    let names = |name| -> Vec<String> {
        let list = root.list(name, |text| Some(text.to_owned()));
        list.given().map(|located| located.value.clone()).collect()
    };
    Some(GroupSource {
        name: name.to_owned(),
        permission_sets: document.is_whole().then(|| names("permissionSets")),
        muting_sets: document.is_whole().then(|| names("mutingPermissionSets")),
        needs_activation: root.boolean("hasActivationRequired").is_on() == Some(true),
    })
}

/// The addresses from which users of a profile may log in; nothing if its root is another element.
pub(crate) fn login_ip_ranges(file: FileId, library: &Library) -> Option<List<IpRange>> {
    let document = library.document(file)?;
    let reading = Reading::of_lookup(file, document);
    let root = Cursor::root(&reading, Kind::Profile)?;
    let range = |range: Cursor<'_, '_>| {
        let value = IpRange {
            start: range.text("startAddress"),
            end: range.text("endAddress"),
            description: range.text("description"),
        };
        Field::Given(Located { value, place: range.place() })
    };
    let items = root.children("loginIpRanges").into_iter().map(range).collect();
    Some(List { items, absence: root.absence("loginIpRanges") })
}

/// The level that sessions of a profile need, beside the name of the profile; nothing if the file does not say.
pub(crate) fn session_level(file: FileId, library: &Library) -> Option<(String, Located<String>)> {
    let document = library.document(file)?;
    let reading = Reading::of_lookup(file, document);
    let root = Cursor::root(&reading, Kind::ProfileSessionSetting)?;
    let (profile, level) = (root.text("profile"), root.text("requiredSessionLevel"));
    Some((profile.value()?.clone(), level.given()?.clone()))
}
