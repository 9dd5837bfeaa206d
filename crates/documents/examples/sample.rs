//! Draws the samples into a folder, for looking at: `cargo run -p documents --example sample -- out`.

use std::time::Instant;

use documents::samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    std::fs::create_dir_all(&folder)?;
    for (name, a) in samples::all() {
        let start = Instant::now();
        let pdf = documents::attestation(&a, &samples::signed())?;
        let path = format!("{folder}/attestation-{name}.pdf");
        println!("{path}: {} kB in {} ms", pdf.len() / 1000, start.elapsed().as_millis());
        std::fs::write(path, pdf)?;
    }
    Ok(())
}
