//! The end: asked for by Ctrl-C or by the system, once for everybody who works.

use crate::Halt;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Says when to stop. Cloning listens to the same word.
#[derive(Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Listens from now on; who asks twice does not wait.
    pub(crate) fn listen() -> Result<Self, Halt> {
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        let (say, heard) = watch::channel(false);
        tokio::spawn(async move {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
            say.send_replace(true);
            // The first Ctrl-C may arrive twice, from the terminal and from a parent that passes it on.
            tokio::time::sleep(Duration::from_millis(500)).await;
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
            std::process::exit(130);
        });
        Ok(Stop(heard))
    }

    pub(crate) fn asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Comes back when the end is asked for.
    pub(crate) async fn wait(&self) {
        let mut heard = self.0.clone();
        // An error means that nobody can ask any more; then there is nothing to wait for either.
        let _ = heard.wait_for(|asked| *asked).await;
    }
}
