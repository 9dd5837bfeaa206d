use crate::app::Routes;

pub(super) fn routes() -> Routes {
    Routes::default()
}
