//! Names of files beside the metadata that may contain a secret.
//!
//! For metadata, the list names the types that are read; for other files, it names the suffixes that are not. A secret
//! may be in a file with any suffix or none, so an unknown file must be read, while the types of metadata are known and
//! most of them contain only switches.

/// Types of source format that allow free text or name a certificate. Files of the other types contain switches and
/// labels, and a project has thousands of them.
const TYPES_WITH_TEXT: [&str; 9] = [
    "authprovider",
    "externalCredential",
    "flow",
    "labels",
    "md",
    "namedCredential",
    "samlssoconfig",
    "settings",
    "site",
];

/// Suffixes of files that are no text, or that contain metadata without free text.
const WITHOUT_TEXT: [&str; 58] = [
    "7z",
    "aac",
    "app",
    "avi",
    "avif",
    "bmp",
    "br",
    "class",
    "dashboard",
    "dll",
    "doc",
    "docx",
    "dylib",
    "eot",
    "exe",
    "field",
    "flac",
    "flexipage",
    "gif",
    "gz",
    "ico",
    "jar",
    "jpeg",
    "jpg",
    "layout",
    "listview",
    "lock",
    "map",
    "mov",
    "mp3",
    "mp4",
    "object",
    "objecttranslation",
    "ogg",
    "otf",
    "pdf",
    "permissionset",
    "png",
    "ppt",
    "pptx",
    "profile",
    "quickaction",
    "recordtype",
    "report",
    "so",
    "svg",
    "tab",
    "tar",
    "tgz",
    "tif",
    "tiff",
    "translation",
    "ttf",
    "wasm",
    "wav",
    "webm",
    "webp",
    "zip",
];

/// Letters of the longest of these suffixes.
const LONGEST: usize = 17;

/// Whether a file may contain a secret, by its name alone.
pub(super) fn may_hold_secret(name: &str) -> bool {
    if let Some(metadata) = name.strip_suffix("-meta.xml") {
        return metadata.rsplit_once('.').is_some_and(|(_, kind)| TYPES_WITH_TEXT.contains(&kind));
    }
    let Some((_, suffix)) = name.rsplit_once('.') else { return true };
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..suffix.len()) else { return true };
    lower.copy_from_slice(suffix.as_bytes());
    lower.make_ascii_lowercase();
    WITHOUT_TEXT.binary_search_by(|known| known.as_bytes().cmp(lower)).is_err()
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, WITHOUT_TEXT, may_hold_secret};

    #[test]
    fn names_tell_what_need_not_be_opened() {
        for name in ["server.key", "Dockerfile", ".env", "deploy.sh", "A.cls", "A.md-meta.xml", "x.resource", "a.b/c"] {
            assert!(may_hold_secret(name), "{name}");
        }
        for name in ["A.field-meta.xml", "A.cls-meta.xml", "logo.PNG", "A.layout", "lib.zip"] {
            assert!(!may_hold_secret(name), "{name}");
        }
        assert!(WITHOUT_TEXT.is_sorted() && WITHOUT_TEXT.iter().all(|suffix| (1..=LONGEST).contains(&suffix.len())));
    }
}
