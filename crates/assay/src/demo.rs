//! `assay demo`: an empty database becomes the demonstration, is served, and keeps what visitors did to it.

use crate::Halt;
use crate::database::Database;
use crate::settings::Settings;
use crate::stop::Stop;
use crate::{house, seed, serve};
use certification::installation;
use certification::people;
use std::collections::BTreeMap;
use web::App;

/// Serves the demonstration until it is asked to stop.
pub(crate) async fn demo(settings: &Settings, stop: &Stop) -> Result<(), Halt> {
    let listener = house::listen(settings).await?;
    let database = Database::open(settings).await?;
    let served = async {
        installation::refuse_foreign(&database.admin_url).await?;
        println!("Making the database ready");
        let db = database.connect(settings).await?;
        installation::mark_demonstration(&database.admin_url).await?;
        let app = house::app(settings, db.clone(), house::public_url(settings, &listener)?, true)?;
        seed::demonstration(&app, &database.admin_url).await?;
        welcome(&app).await?;
        serve::run(settings, listener, app, db, stop, true).await
    }
    .await;
    database.close().await?;
    served
}

/// Says where to go, and who can be there: one line per person with key, name, function, body.
async fn welcome(app: &App) -> Result<(), Halt> {
    let url = &app.settings.public_url;
    let mut lines: BTreeMap<String, (String, Vec<String>, Vec<String>)> = BTreeMap::new();
    for role in people::cast(&app.db).await? {
        let line =
            lines.entry(role.key.clone()).or_insert_with(|| (role.name.clone(), vec![], vec![]));
        line.1.push(role.what());
        line.2.extend(role.body_name.clone());
    }
    println!("\nWho can sign in, at {url}/door, without a password:\n");
    for (key, (name, what, bodies)) in &lines {
        println!("  {key:<18} {name:<24} {:<44} {}", what.join("; "), bodies.join("; "));
    }
    if lines.is_empty() {
        println!("  Nobody yet: open an account at {url}/door/account");
    }
    println!("\nThe demonstration is at {url}  (Ctrl-C stops it; what you do is kept)");
    Ok(())
}
