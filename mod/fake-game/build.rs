//! Gives the executable the file version by which the mod knows the game. Tests of other versions change it in the file.
use std::process::Command;
use std::{env, path::PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=version.rc");
    if env::var("CARGO_CFG_WINDOWS").is_err() {
        return;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("version.o");
    let made = Command::new("x86_64-w64-mingw32-windres").arg("version.rc").arg(&out).status();
    if made.is_ok_and(|status| status.success()) {
        println!("cargo:rustc-link-arg={}", out.display());
    } else {
        println!("cargo:warning=no windres: this eldenring.exe has no version");
    }
}
