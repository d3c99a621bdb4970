//! Long texts that few runs need. The build script packs them, so that the program is a tenth smaller for every run.

use std::io::Read;

use flate2::bufread::ZlibDecoder;

/// The text that the build script packed.
///
/// # Panics
///
/// Never: the build script has packed a text.
pub(crate) fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    ZlibDecoder::new(packed).read_to_string(&mut text).expect("the build script has packed a text");
    text
}
