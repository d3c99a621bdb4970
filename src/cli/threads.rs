//! The threads that share the work of a run.

use rayon::ThreadPoolBuilder;

/// Does some work with as many threads as there are processors. Where none are to be had (a limit on processes or
/// memory), the thread that asks does all of it.
pub(super) fn with_threads<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if let Ok(pool) = ThreadPoolBuilder::new().build() {
        return pool.install(work);
    }
    // Rayon would try again by itself, and panic. If it has threads already, so much the better.
    let _ = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    work()
}
