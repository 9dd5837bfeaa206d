//! The figures: how long it takes to issue an attestation, to look up ten thousand, and to verify ten thousand off line,
//! each beside what it costs at least. `cargo xtask bench` starts a PostgreSQL for it; with `--write` the figures go
//! to docs/figures.md.

mod issuing;
mod measured;
mod offline;
mod register;

use certification::testing::World;
use measured::{Figure, table};
use web::{App, Settings};

/// The address under which everything is issued and looked up.
const URL: &str = "https://assay.example";

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (figures, postgres) = runtime.block_on(measure());
    let table = table(&figures);
    println!("\n{}\n{table}", measured::machine(&postgres));
    if std::env::args().any(|argument| argument == "--write") {
        measured::write(&table, &postgres);
    }
}

async fn measure() -> (Vec<Figure>, String) {
    let world = World::new().await;
    let postgres = sqlx::query_scalar("show server_version").fetch_one(&world.owner).await;
    let (mut figures, number, bundle) = issuing::measure(&world).await;
    figures.extend(register::measure(&world, &app(&world), &number).await);
    figures.extend(offline::measure(&world, &bundle));
    (figures, postgres.expect("the server says its version"))
}

/// The portals on the world's database.
fn app(world: &World) -> App {
    let folder = std::env::temp_dir().join(format!("assay-figures-{}", std::process::id()));
    let settings = Settings {
        public_url: URL.into(),
        demonstration: false,
        secret: certification::testing::SECRET.to_vec(),
    };
    App {
        db: world.db.clone(),
        store: certification::evidence::Store::folder(&folder).expect("a store"),
        settings: settings.into(),
        draw: assay::drawing::draw(),
        draw_report: assay::drawing::draw_report(URL.into(), false),
        keyring: certification::decisions::testing::ring(),
    }
}
