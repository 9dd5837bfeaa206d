//! A panel member's signature, `signature.json`, at a prompt: genuine, by whose key, and what was put to the vote.

use proofs::key_set::KeySet;
use proofs::keys::PublicKey;
use proofs::passkey::Site;
use proofs::statement::{PanelSignature, Signature, Signer, Statement, Trusted};
use serde_json::{Value, json};

/// What was found, for a person in sentences and for a program as JSON.
#[derive(Debug)]
pub(super) struct Found {
    /// "yes", "no", or "unproven" where the key or the site is not among those at hand.
    genuine: &'static str,
    sentence: String,
    /// What was signed; to be believed only where it is genuine.
    statement: Option<Statement>,
}

/// Whether the file is a panel member's signature.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{") && PanelSignature::parse(bytes).is_ok()
}

/// Checks it by these keys (decision-keys.json) and on these sites; without them, by its own, which proves only that
/// it is whole.
pub(super) fn check(bytes: &[u8], keys: Option<&KeySet>, sites: &[Site]) -> Found {
    let signature = match PanelSignature::parse(bytes) {
        Ok(signature) => signature,
        Err(wrong) => return Found::no(wrong.to_string()),
    };
    let known: Vec<PublicKey> =
        keys.iter().flat_map(|set| &set.keys).map(|known| known.key).collect();
    let (own_key, own_site) = match &signature.signature {
        Signature::Passkey { site, .. } => (None, Some(site.clone())),
        Signature::Body { public_key, .. } => (Some(PublicKey(*public_key)), None),
    };
    let proven = match (&own_key, &own_site) {
        (Some(_), _) => !known.is_empty(),
        _ => !sites.is_empty(),
    };
    let (own_keys, own_sites): (Vec<_>, Vec<_>) =
        (own_key.into_iter().collect(), own_site.into_iter().collect());
    let trusted = match proven {
        true => Trusted { sites, body_keys: &known },
        false => Trusted { sites: &own_sites, body_keys: &own_keys },
    };
    match signature.verify(&trusted) {
        Ok((statement, signer)) => Found::whole(statement, &signer, proven),
        Err(wrong) => Found::no(wrong.to_string()),
    }
}

impl Found {
    fn no(sentence: String) -> Self {
        Found { genuine: "no", sentence, statement: None }
    }

    fn whole(statement: Statement, signer: &Signer, proven: bool) -> Self {
        let by = match signer {
            Signer::Passkey { .. } => "the member’s own passkey".to_owned(),
            Signer::Body(key) => format!("the body’s decision key {}", key.fingerprint()),
        };
        let (genuine, sentence) = match proven {
            true => ("yes", format!("It is signed by {by}, over exactly these words.")),
            false => (
                "unproven",
                format!(
                    "It fits what the file itself names as {by}. Whose that is the file cannot prove: give the body’s decision-keys.json with --keys, or the address on which its people sign with --site."
                ),
            ),
        };
        Found { genuine, sentence, statement: Some(statement) }
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!({ "genuine": self.genuine, "sentence": self.sentence, "statement": self.statement })
    }

    /// 0 genuine, 1 not, 4 without the key or the site that would prove it.
    pub(super) fn exit_code(&self) -> u8 {
        match self.genuine {
            "yes" => 0,
            "no" => 1,
            _ => 4,
        }
    }
}

impl std::fmt::Display for Found {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        let genuine = match self.genuine {
            "yes" => "Yes",
            "no" => "No",
            _ => "Not proven",
        };
        writeln!(to, "Genuine?  {genuine}. {}", self.sentence)?;
        let Some(said) = &self.statement else { return Ok(()) };
        writeln!(to, "\nWhat was signed")?;
        for (name, words) in [
            ("Member", format!("{}, {}", said.member.name, said.role)),
            ("Body", said.body.name.clone()),
            ("Client", said.client.name.clone()),
            ("Standard", said.standard.clone()),
            ("Scope", said.scope.clone()),
            ("Question", said.question.clone()),
            ("Vote", said.vote.clone()),
            ("Reason", said.reason.clone()),
            ("At", said.at.to_string()),
            ("Record", said.record.digest.clone()),
        ] {
            writeln!(to, "  {name:<10}{}", words.replace('\n', ", "))?;
        }
        Ok(())
    }
}
