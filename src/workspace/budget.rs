//! How much a run unpacks: from all archives that it meets, and from the earlier state that it compares with.
//!
//! A bound for each archive would not do: a repository may have any number of them, and each may be within its bound.
//! So all archives of a run take from one budget, which several threads share without a lock.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Bytes that a run unpacks from all archives together (400 MiB): a retrieve unpacks to 400 MB at most. Git packs the
/// files of an earlier state as tightly, so the same limit suits these.
const MAX_UNPACKED: u64 = 400 * 1024 * 1024;

/// Bytes that an archive counts for when it is opened, and each of its entries: calint reads its directory, too.
/// Without this, any number of empty archives would cost nothing.
const ARCHIVE: u64 = 64 * 1024;
const ENTRY: u64 = 128;

/// What a run may still unpack.
#[derive(Debug)]
pub(super) struct Budget {
    left: AtomicU64,
    is_exceeded: AtomicBool,
    /// What to say once it is exceeded.
    message: &'static str,
}

impl Default for Budget {
    fn default() -> Self {
        Self::with_message("the archives of this run unpack to over 400 MiB; calint does not read the rest")
    }
}

impl Budget {
    /// The budget of an earlier state.
    pub(super) fn of_commit() -> Self {
        Self::with_message("the files of the earlier state are over 400 MiB; calint does not read the rest")
    }

    fn with_message(message: &'static str) -> Self {
        Self { left: AtomicU64::new(MAX_UNPACKED), is_exceeded: AtomicBool::new(false), message }
    }

    /// Takes what an archive with some entries counts for.
    ///
    /// # Errors
    ///
    /// The run has no room for it.
    pub(super) fn archive(&self, entries: usize) -> io::Result<()> {
        self.take(ARCHIVE.saturating_add(ENTRY.saturating_mul(u64::try_from(entries).unwrap_or(u64::MAX))))
    }

    /// Takes some bytes.
    ///
    /// # Errors
    ///
    /// The run has no room for them.
    pub(super) fn take(&self, bytes: u64) -> io::Result<()> {
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes));
        taken.map(|_| ()).map_err(|_| {
            self.is_exceeded.store(true, Ordering::Relaxed);
            io::Error::other(self.message)
        })
    }

    /// Whether something was not unpacked.
    pub(super) fn is_exceeded(&self) -> bool {
        self.is_exceeded.load(Ordering::Relaxed)
    }
}

/// A reader that takes what it reads from a budget.
pub(super) struct Counted<'b, R> {
    pub(super) inner: R,
    pub(super) budget: &'b Budget,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.budget.take(length as u64)?;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, repeat, sink};

    use super::{ARCHIVE, Budget, Counted, ENTRY, MAX_UNPACKED};

    #[test]
    fn all_is_taken_from_one_budget_to_its_last_byte() {
        let budget = Budget::default();
        assert!(budget.archive(2).is_ok() && budget.take(MAX_UNPACKED - ARCHIVE - 2 * ENTRY - 1).is_ok());
        assert!(budget.take(2).is_err() && budget.is_exceeded());
        assert!(budget.take(1).is_ok() && budget.take(1).is_err() && budget.take(0).is_ok());
    }

    #[test]
    fn what_is_read_piece_by_piece_counts() {
        let budget = Budget::default();
        let counted = || Counted { inner: repeat(b'x'), budget: &budget };
        assert!(std::io::copy(&mut counted().take(MAX_UNPACKED), &mut sink()).is_ok() && !budget.is_exceeded());
        assert!(counted().read(&mut [0; 8]).is_err() && budget.is_exceeded());
    }
}
