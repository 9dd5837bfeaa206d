//! `assay setup`: founds a body with its first administrator, from the command line only.

use crate::Halt;
use crate::arguments;
use crate::database::{Database, plain};
use crate::settings::Settings;
use certification::bodies::{Founded, Founding};
use certification::people::Links;
use certification::{Clock, installation};

/// Founds the body and prints how the administrator gets in.
pub(crate) async fn setup(settings: &Settings, asked: arguments::Founding) -> Result<(), Halt> {
    let database = Database::open(settings).await?;
    let (slug, email) = (asked.slug.clone(), asked.admin_email.clone());
    let founded = found(settings, &database, asked).await;
    database.close().await?;
    let Founded { link, .. } = founded?;
    println!("The body is founded. Its page is /b/{slug}, its office /b/{slug}/office.");
    match link {
        Some(link) => println!("{email} sets a password here, within seven days:\n\n{link}\n"),
        None => println!("{email} has an account already and is its administrator from now on."),
    }
    Ok(())
}

async fn found(
    settings: &Settings,
    database: &Database,
    asked: arguments::Founding,
) -> Result<Founded, Halt> {
    installation::refuse_demonstration(&database.admin_url).await?;
    if !installation::migrate(&database.admin_url).await? {
        return Err(Halt(
            "this login may serve, but not found a body; name an administrator's DATABASE_URL"
                .to_owned(),
        ));
    }
    let public_url =
        settings.public_url.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
    let links = Links::new(&settings.secret()?, &public_url);
    let founding = Founding {
        legal_name: asked.legal_name.unwrap_or_else(|| asked.name.clone()),
        mark: asked.mark.unwrap_or_else(|| asked.code.chars().take(4).collect()),
        slug: asked.slug,
        code: asked.code,
        name: asked.name,
        address: asked.address,
        country: asked.country,
        email: asked.email,
        colour: asked.colour,
        time_zone: asked.time_zone,
        administrator_name: asked.admin_name,
        administrator_email: asked.admin_email,
    };
    installation::found(&database.admin_url, &links, &founding, &Clock::default())
        .await
        .map_err(|cause| Halt(plain(&cause)))
}
