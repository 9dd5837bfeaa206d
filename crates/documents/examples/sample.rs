//! Draws the samples into a folder, for looking at: `cargo run -p documents --example sample -- out`.

use std::time::Instant;

use documents::{DrawError, attestations, reports};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    std::fs::create_dir_all(&folder)?;
    for (name, a) in attestations::all() {
        keep(&format!("{folder}/attestation-{name}.pdf"), || {
            documents::attestation(&a, &attestations::signed())
        })?;
    }
    for (name, r) in reports::all() {
        keep(&format!("{folder}/report-{name}.pdf"), || documents::report(&r))?;
    }
    Ok(())
}

fn keep(
    path: &str,
    draw: impl Fn() -> Result<Vec<u8>, DrawError>,
) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let pdf = draw()?;
    println!("{path}: {} kB in {} ms", pdf.len() / 1000, start.elapsed().as_millis());
    Ok(std::fs::write(path, pdf)?)
}
