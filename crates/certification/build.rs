//! A new migration is compiled in, even where no source file changed.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
