//! The demonstration's bodies, people and cases, made once through the same acts that real people take.

use crate::Halt;
use web::App;

/// Fills an empty demonstration; does nothing to one that is filled.
pub(crate) async fn demonstration(_app: &App, _admin_url: &str) -> Result<(), Halt> {
    println!("Nothing to seed yet");
    Ok(())
}
