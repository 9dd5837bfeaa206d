// On branch `pages` somebody else is writing this file and its templates now: leave it, write ai_systems.rs and import.rs.
use crate::app::Routes;

pub(super) fn routes() -> Routes {
    Routes::default()
}
