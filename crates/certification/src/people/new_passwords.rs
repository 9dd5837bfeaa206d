//! What a new password must be: long, not among the commonest, and not the address in disguise.

use crate::error::FieldErrors;

pub(crate) const SHORTEST: usize = 12;
pub(crate) const LONGEST: usize = 128;

/// The hundred commonest passwords, and what people make of them when twelve characters are asked for.
const COMMON: [&str; 100] = [
    "123456",
    "123456789",
    "12345678",
    "password",
    "qwerty",
    "qwerty123",
    "1234567890",
    "1234567",
    "111111",
    "123123",
    "abc123",
    "1q2w3e4r",
    "password1",
    "iloveyou",
    "000000",
    "qwertyuiop",
    "123321",
    "monkey",
    "dragon",
    "654321",
    "666666",
    "1qaz2wsx",
    "121212",
    "homelesspa",
    "112233",
    "123qwe",
    "159753",
    "football",
    "baseball",
    "letmein",
    "welcome",
    "admin",
    "princess",
    "sunshine",
    "master",
    "shadow",
    "superman",
    "michael",
    "jennifer",
    "jordan",
    "trustno1",
    "hunter",
    "harley",
    "ranger",
    "batman",
    "andrew",
    "tigger",
    "charlie",
    "robert",
    "thomas",
    "hockey",
    "daniel",
    "starwars",
    "klaster",
    "george",
    "computer",
    "michelle",
    "jessica",
    "pepper",
    "zxcvbn",
    "zxcvbnm",
    "asdfgh",
    "asdfghjkl",
    "asdf",
    "987654321",
    "555555",
    "777777",
    "888888",
    "7777777",
    "131313",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "secret",
    "changeme",
    "default",
    "login",
    "hello",
    "freedom",
    "whatever",
    "qazwsx",
    "ninja",
    "mustang",
    "access",
    "flower",
    "lovely",
    "summer",
    "winter",
    "ashley",
    "bailey",
    "password123",
    "welcome123",
    "admin123",
    "letmein123",
    "qwerty12345",
    "111222333",
    "assay",
    "certification",
    "iso42001",
    "123456789012",
];

/// Puts a message at the field where the password cannot be used.
pub(crate) fn judge(errors: &mut FieldErrors, field: &str, password: &str, email: &str) {
    let length = password.chars().count();
    let lower: String = password.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let local = email.split('@').next().unwrap_or_default().trim().to_lowercase();
    if length == 0 {
        errors.add(field, "Enter a password");
    } else if length < SHORTEST {
        errors.add(
            field,
            format!(
                "Make the password {SHORTEST} characters or longer; three or four words do well"
            ),
        );
    } else if length > LONGEST {
        errors.add(field, format!("Make the password {LONGEST} characters or shorter"));
    } else if COMMON.iter().any(|common| made_of(&lower, common)) || made_of_one_letter(&lower) {
        errors
            .add(field, "Choose another password: this one is among the first that anybody tries");
    } else if local.chars().count() >= 3 && lower.contains(&local) {
        errors.add(field, "Choose a password without your e-mail address in it");
    }
}

/// The word itself, the word again and again, or the word with figures and signs after it.
fn made_of(password: &str, common: &str) -> bool {
    let rest = password.replace(common, "");
    rest.len() < password.len() && rest.chars().all(|c| !c.is_alphabetic())
}

fn made_of_one_letter(password: &str) -> bool {
    let mut letters = password.chars();
    letters.next().is_some_and(|first| letters.all(|c| c == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(password: &str) -> Option<String> {
        let mut errors = FieldErrors::default();
        judge(&mut errors, "password", password, "Ada.Lovelace@example.com");
        errors.0.pop().map(|(_, message)| message)
    }

    #[test]
    fn weak_passwords_are_refused_each_with_its_reason() {
        for (password, word) in [
            ("", "Enter"),
            ("short", "12 characters"),
            (&"x7".repeat(65), "128"),
            ("PasswordPassword", "anybody tries"),
            ("password 2026!", "anybody tries"),
            ("aaaaaaaaaaaaaa", "anybody tries"),
            ("ada.lovelace-42", "e-mail address"),
        ] {
            assert!(
                said(password).is_some_and(|m| m.contains(word)),
                "{password}: {:?}",
                said(password)
            );
        }
    }

    #[test]
    fn a_sentence_is_a_good_password_even_with_a_common_word_in_it() {
        assert_eq!(said("my dragon eats blue teapots"), None);
        assert_eq!(said("ζεστό ψωμί κάθε πρωί"), None);
    }
}
