//! Names of files beside the metadata in which a secret may be.

/// Types of source format in which one can write any text, or that name a certificate. Those of thousands of others
/// hold switches and labels.
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

/// Suffixes of files that are no text, or that hold metadata without free text.
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
    "flexipage",
    "flac",
    "gif",
    "gz",
    "ico",
    "jar",
    "jpeg",
    "jpg",
    "layout",
    "listView",
    "lock",
    "map",
    "mov",
    "mp3",
    "mp4",
    "object",
    "objectTranslation",
    "ogg",
    "otf",
    "pdf",
    "permissionset",
    "png",
    "ppt",
    "pptx",
    "profile",
    "quickAction",
    "recordType",
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

/// Whether a file may hold a secret, by its name alone.
pub(super) fn may_hold_secret(name: &str) -> bool {
    if let Some(metadata) = name.strip_suffix("-meta.xml") {
        return metadata.rsplit_once('.').is_some_and(|(_, kind)| TYPES_WITH_TEXT.contains(&kind));
    }
    let Some((_, suffix)) = name.rsplit_once('.') else { return true };
    !WITHOUT_TEXT.iter().any(|known| known.eq_ignore_ascii_case(suffix))
}

#[cfg(test)]
mod tests {
    use super::{WITHOUT_TEXT, may_hold_secret};

    #[test]
    fn names_tell_what_need_not_be_opened() {
        for name in ["server.key", "Dockerfile", ".env", "deploy.sh", "A.cls", "A.md-meta.xml", "x.resource", "a.b/c"] {
            assert!(may_hold_secret(name), "{name}");
        }
        for name in ["A.field-meta.xml", "A.cls-meta.xml", "logo.PNG", "A.layout", "lib.zip"] {
            assert!(!may_hold_secret(name), "{name}");
        }
        assert!(WITHOUT_TEXT.iter().all(|suffix| !suffix.is_empty()));
    }
}
