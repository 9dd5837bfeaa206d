//! libFuzzer's program: tries the parser that FUZZ_TARGET names. Without a name it says which there are, and writes
//! what each starts from into a folder below FUZZ_SEEDS.
#![no_main]

use fuzz::{TARGETS, Target};
use std::path::PathBuf;
use std::sync::OnceLock;

static TARGET: OnceLock<&'static Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(init: begin(), |bytes: &[u8]| {
    if let Some(target) = TARGET.get() {
        (target.judge)(bytes);
    }
});

fn begin() {
    let Ok(named) = std::env::var("FUZZ_TARGET") else {
        write_seeds();
        std::process::exit(0);
    };
    let target = TARGETS.iter().find(|target| target.name == named);
    TARGET.get_or_init(|| target.expect("FUZZ_TARGET names a target"));
}

/// A line for each target: its name, its longest input, how many inputs the checks try.
fn write_seeds() {
    let seeds = PathBuf::from(std::env::var_os("FUZZ_SEEDS").expect("FUZZ_SEEDS names a folder"));
    for target in TARGETS {
        let folder = seeds.join(target.name);
        std::fs::create_dir_all(&folder).expect("a folder for the seeds");
        for (n, seed) in target.starts().iter().enumerate() {
            std::fs::write(folder.join(format!("{n:03}")), seed).expect("a seed");
        }
        println!("{} {} {}", target.name, target.longest, target.runs);
    }
}
