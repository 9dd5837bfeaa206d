//! What settings are taken from where, and what is said when one is wrong.

use super::*;

fn settle(given: Given, file: &str) -> Result<Settings, String> {
    parse(file).and_then(|file| Settings::settle(given, file)).map_err(|Halt(sentence)| sentence)
}

/// The settings, or the sentence that stood against them.
fn good(settled: Result<Settings, String>) -> Settings {
    settled.unwrap_or_else(|sentence| panic!("{sentence}"))
}

#[test]
fn without_anything_said_the_defaults_hold() {
    let settings = good(settle(Given::default(), ""));
    assert_eq!(settings.data, PathBuf::from("./data"));
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert!(
        settings.database_url.is_none() && settings.public_url.is_none() && settings.smtp.is_none()
    );
}

#[test]
fn what_is_given_wins_over_the_file_and_blank_is_as_good_as_nothing() {
    let given = Given {
        listen: Some("localhost:9000".into()),
        data: Some("  ".into()),
        ..Given::default()
    };
    let file = "# ours\n\nASSAY_LISTEN=0.0.0.0:1\n ASSAY_DATA = \"/srv/as say\" \nASSAY_PUBLIC_URL='https://assay.example/'\n";
    let settings = good(settle(given, file));
    assert_eq!(settings.listen.to_string(), "127.0.0.1:9000");
    assert_eq!(settings.public_url.as_deref(), Some("https://assay.example"));
    // A blank flag does not hide the file's word, as an unset variable in a compose file would.
    assert_eq!(settings.data, PathBuf::from("/srv/as say"));
}

#[test]
fn each_wrong_setting_is_named_in_one_sentence() {
    let secret = Given { secret: Some("short".into()), ..Given::default() };
    assert!(settle(secret, "").err().is_some_and(|said| said.contains("ASSAY_SECRET")));
    for (file, named) in [
        ("ASSAY_LISTEN=8080", "ASSAY_LISTEN"),
        ("ASSAY_PUBLIC_URL=assay.example", "ASSAY_PUBLIC_URL"),
        ("ASSAY_PUBLIC_URL=https://assay.example/sub/path", "ASSAY_PUBLIC_URL"),
        ("DATABASE_URL=mysql://root@localhost/x", "DATABASE_URL"),
        ("ASSAY_SMTP=mail.example.com", "ASSAY_SMTP"),
        ("ASSAY_DAAT=/srv", "line 1"),
        ("\nnonsense", "line 2"),
        ("ASSAY_LOG=info\nASSAY_LOG=debug", "line 2"),
    ] {
        let said =
            settle(Given::default(), file).err().unwrap_or_else(|| panic!("{file} was taken"));
        assert!(said.contains(named) && !said.contains('\n'), "{file}: {said}");
    }
}

#[test]
fn a_password_in_an_address_is_never_said_aloud() {
    let said = settle(Given::default(), "DATABASE_URL=mysql://root:hunter2@localhost/x")
        .err()
        .unwrap_or_default();
    assert!(!said.contains("hunter2"), "{said}");
}
