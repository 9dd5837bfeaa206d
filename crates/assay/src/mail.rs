//! Mail on its way out: to the SMTP server, or as .eml files into a folder. The same mail always has the same
//! Message-ID, so that one sent twice is seen once.

use crate::Halt;
use crate::settings::Settings;
use certification::outbox::{Left, Waiting};
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::PathBuf;
use std::time::Duration;

/// Carries mails out.
pub(crate) struct Courier {
    way: Way,
    /// The right half of every Message-ID.
    host: String,
    /// Where people sign in.
    door: String,
}

enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

impl Courier {
    pub(crate) fn new(settings: &Settings, public_url: &str) -> Result<Self, Halt> {
        let host = public_url
            .split("://")
            .nth(1)
            .unwrap_or(public_url)
            .split(':')
            .next()
            .unwrap_or("localhost")
            .to_owned();
        let way = match &settings.smtp {
            Some(url) => Way::Smtp(smtp(url)?),
            None => {
                let folder = settings.folder()?.join("mail");
                std::fs::create_dir_all(&folder).map_err(|cause| {
                    Halt(format!("the folder {} cannot be used: {cause}", folder.display()))
                })?;
                Way::Folder(folder)
            }
        };
        Ok(Courier { way, host, door: format!("{public_url}/door") })
    }

    /// Where mail goes, in words.
    pub(crate) fn way(&self) -> String {
        match &self.way {
            Way::Smtp(_) => "by SMTP".to_owned(),
            Way::Folder(folder) => format!("into the folder {}", folder.display()),
        }
    }

    /// Sends one mail; answers its bytes as they left, or what went wrong as a sentence.
    pub(crate) async fn send(&self, mail: &Waiting) -> Result<Left, String> {
        let message = message(mail, &self.host, &self.door)?;
        let bytes = message.formatted();
        let by = match &self.way {
            Way::Smtp(server) => {
                server
                    .send_raw(message.envelope(), &bytes)
                    .await
                    .map_err(|cause| format!("The mail server said: {cause}"))?;
                "SMTP".to_owned()
            }
            Way::Folder(folder) => {
                let name = format!("{}.eml", mail.id);
                // Whole or not at all: a reader of the folder never meets half a mail.
                let (whole, half) = (folder.join(&name), folder.join(format!(".{name}.half")));
                tokio::fs::write(&half, &bytes)
                    .await
                    .map_err(|cause| format!("{}: {cause}", half.display()))?;
                tokio::fs::rename(&half, &whole)
                    .await
                    .map_err(|cause| format!("{}: {cause}", whole.display()))?;
                name
            }
        };
        Ok(Left { message: bytes, by })
    }
}

/// The connection to the server. Where the address leaves open whether to encrypt: with a password always, on
/// this machine never, else where the server can.
fn smtp(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, Halt> {
    let rest = url.split("://").nth(1).unwrap_or_default();
    let host = rest.rsplit('@').next().unwrap_or_default();
    let here = ["localhost", "127.", "[::1]"].iter().any(|own| host.starts_with(own));
    let tls = match (url.contains("tls=") || url.starts_with("smtps://"), here, rest.contains('@'))
    {
        (true, ..) | (_, true, _) => "",
        (_, _, true) => "?tls=required",
        _ => "?tls=opportunistic",
    };
    let built = AsyncSmtpTransport::<Tokio1Executor>::from_url(&format!("{url}{tls}"));
    let built = built.map_err(|_| {
        Halt(
            "ASSAY_SMTP is not an address such as smtp://user:password@mail.example.com:587"
                .to_owned(),
        )
    })?;
    Ok(built.timeout(Some(Duration::from_secs(30))).build())
}

/// Every mail ends with whose it is and where to sign in, unless it brings a link of its own there.
fn words(mail: &Waiting, door: &str) -> String {
    let text = mail.body.trim_end();
    if text.contains(door) {
        return format!("{text}\n");
    }
    format!("{text}\n\n-- \n{}\nSign in: {door}\n", mail.from_name)
}

fn message(mail: &Waiting, host: &str, door: &str) -> Result<Message, String> {
    let address = |text: &str| {
        text.parse::<Address>().map_err(|_| format!("\"{text}\" is no e-mail address"))
    };
    // Quoted-printable whatever the text: no server on the way has a reason to touch it.
    let text = Body::new_with_encoding(words(mail, door), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| "the text cannot be encoded".to_owned())?;
    Message::builder()
        .message_id(Some(format!("<{}@{host}>", mail.id)))
        .date(mail.queued_at.into())
        .from(Mailbox::new(Some(mail.from_name.clone()), address(&mail.from_address)?))
        .to(Mailbox::new(None, address(&mail.to_address)?))
        .subject(&mail.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(|cause| cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const DOOR: &str = "https://assay.example/door";

    fn waiting() -> Waiting {
        Waiting {
            body_id: Default::default(),
            id: Default::default(),
            from_name: "Northmark, Zürich".into(),
            from_address: "office@northmark.example".into(),
            to_address: "ada@example.com".into(),
            subject: "Ihr Zertifikat für 2027 – geprüft".into(),
            body: format!("Grüße\n\n.\nFrom here on\n{}\n", "https://assay.example/".repeat(60)),
            queued_at: datetime!(2026-11-24 09:30 UTC),
            attempts: 0,
        }
    }

    #[test]
    fn the_same_mail_is_the_same_bytes_short_lines_and_plain_ascii() {
        let bytes =
            message(&waiting(), "assay.example", DOOR).map(|m| m.formatted()).unwrap_or_default();
        assert_eq!(
            Some(&bytes),
            message(&waiting(), "assay.example", DOOR).map(|m| m.formatted()).ok().as_ref()
        );
        let text = String::from_utf8(bytes).expect("plain text");
        assert!(text.is_ascii() && text.lines().all(|line| line.len() <= 78 + 200), "{text}");
        assert!(
            text.contains("Message-ID: <00000000-0000-0000-0000-000000000000@assay.example>"),
            "{text}"
        );
        assert!(text.contains("Content-Transfer-Encoding: quoted-printable"), "{text}");
    }

    #[test]
    fn a_wrong_address_is_a_sentence_not_a_panic() {
        let mail = Waiting { to_address: "nobody".into(), ..waiting() };
        assert_eq!(
            message(&mail, "x", DOOR).err().as_deref(),
            Some("\"nobody\" is no e-mail address")
        );
    }

    #[test]
    fn a_password_goes_over_an_encrypted_line_only() {
        // Building needs a runtime for its pool; the choice itself is what the address asks for.
        for url in [
            "smtp://u:p@mail.example:587",
            "smtp://mail.example",
            "smtp://localhost:2525",
            "smtps://u:p@mail.example",
        ] {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            assert!(runtime.block_on(async { smtp(url).is_ok() }), "{url}");
        }
    }

    #[test]
    fn a_mail_ends_with_the_way_to_the_door_once() {
        let mail = |body: &str| Waiting { body: body.into(), ..waiting() };
        let plain = words(&mail("The plan has come.\n\n"), DOOR);
        assert_eq!(
            plain,
            "The plan has come.\n\n-- \nNorthmark, Zürich\nSign in: https://assay.example/door\n"
        );
        let link = "Open https://assay.example/door/account/confirm?link=abc";
        assert_eq!(words(&mail(link), DOOR), format!("{link}\n"));
    }
}
