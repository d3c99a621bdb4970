//! `Certificate`: what an org says of a certificate of its own. Source: Metadata API guide, Certificate.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::cursor::Cursor;
use crate::model::located::Field;

/// What an org says of a certificate of its own.
#[derive(Debug)]
pub struct CertificateFile {
    /// The name, from the file name.
    pub name: String,
    /// Its last moment.
    pub expiration_date: Field<Timestamp>,
    /// Bits of the key.
    pub key_size: Field<i64>,
    /// Whether the private key can be exported from the org.
    pub private_key_exportable: Field<bool>,
}

impl CertificateFile {
    pub(crate) fn read(root: Cursor<'_, '_>, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            expiration_date: root.field("expirationDate", moment),
            key_size: root.integer("keySize"),
            private_key_exportable: root.boolean("privateKeyExportable"),
        }
    }
}

/// `2026-11-12`, which means the end of that day, or `2026-11-12T14:40:53.000Z`.
fn moment(text: &str) -> Option<Timestamp> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?.end_of_day().ok();
    text.parse().ok().or_else(|| day().map(|day| day.timestamp()))
}
