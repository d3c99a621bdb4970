//! A line on a terminal's stderr while a run takes long.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Delay before the first progress line, and the interval between lines: short runs should print none.
const PERIOD: Duration = Duration::from_secs(1);

/// Does some work. On a terminal, prints how long it has taken so far.
pub(super) fn telling<T>(work: impl FnOnce() -> T) -> T {
    if io::stderr().is_terminal() { telling_to(&mut io::stderr(), PERIOD, work) } else { work() }
}

/// Clears the line before the work returns, so that the result starts on an empty line.
fn telling_to<T>(out: &mut (impl Write + Send), period: Duration, work: impl FnOnce() -> T) -> T {
    let (done, waiting) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let told = move || {
            let mut periods = 0_u32;
            while waiting.recv_timeout(period) == Err(RecvTimeoutError::Timeout) {
                periods += 1;
                let seconds = period.saturating_mul(periods).as_secs();
                let _ = write!(out, "\r\u{1b}[Kcalint: looking, {seconds} s").and_then(|()| out.flush());
            }
            if periods > 0 {
                let _ = write!(out, "\r\u{1b}[K").and_then(|()| out.flush());
            }
        };
        // If the system gives no thread, the work is done without progress lines.
        let _ = thread::Builder::new().spawn_scoped(scope, told);
        let result = work();
        drop(done);
        result
    })
}

#[cfg(test)]
mod tests {
    use std::thread::sleep;
    use std::time::Duration;

    use super::telling_to;

    #[test]
    fn long_work_is_told_and_the_line_is_taken_back() {
        let mut out = Vec::new();
        assert_eq!(telling_to(&mut out, Duration::from_millis(1), || sleep(Duration::from_millis(50))), ());
        let text = String::from_utf8(out).expect("it is text");
        assert!(text.starts_with("\r\u{1b}[Kcalint: looking, ") && text.ends_with("\r\u{1b}[K"), "{text:?}");
    }

    #[test]
    fn short_work_is_not_told() {
        let mut out = Vec::new();
        assert_eq!(telling_to(&mut out, Duration::from_secs(3600), || 7), 7);
        assert!(out.is_empty());
    }
}
