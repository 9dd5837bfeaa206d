//! The house around the portals: a socket, the store, and everything a request may use.

use crate::Halt;
use crate::drawing;
use crate::settings::Settings;
use certification::Db;
use certification::evidence::Store;
use certification::keys::Keyring;
use std::sync::Arc;
use tokio::net::TcpListener;
use web::App;

/// Takes the address, so that a port in use is said before anything else is started.
pub(crate) async fn listen(settings: &Settings) -> Result<TcpListener, Halt> {
    let listener = TcpListener::bind(settings.listen).await;
    listener.map_err(|cause| {
        Halt(format!(
            "cannot serve on {}: {cause}; ASSAY_LISTEN names another address",
            settings.listen
        ))
    })
}

/// The address that people use: as set, else the one served on, by name where it is this machine: browsers use no
/// passkeys at an address that is a number.
pub(crate) fn public_url(settings: &Settings, listener: &TcpListener) -> Result<String, Halt> {
    let served = listener.local_addr()?;
    let host = if served.ip().is_unspecified() || served.ip().is_loopback() {
        format!("localhost:{}", served.port())
    } else {
        served.to_string()
    };
    Ok(settings.public_url.clone().unwrap_or_else(|| format!("http://{host}")))
}

/// What every request may use.
pub(crate) fn app(
    settings: &Settings,
    db: Db,
    public_url: String,
    demonstration: bool,
) -> Result<App, Halt> {
    let store = Store::folder(&settings.folder()?.join("evidence"))?;
    let secret = settings.secret()?;
    let keyring = Keyring::new(&secret);
    let (draw, draw_report) =
        (drawing::draw(), drawing::draw_report(public_url.clone(), demonstration));
    let told = web::Settings { public_url, demonstration, secret };
    Ok(App { db, store, settings: Arc::new(told), draw, draw_report, keyring })
}
