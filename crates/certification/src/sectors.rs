//! The lists that an application and a competence file share, so that what a client asks for and what a
//! person knows are compared word for word (CMP-1): sectors, roles towards AI, languages. Key, then title.

/// Sectors of activity.
pub const SECTORS: &[(&str, &str)] = &[
    ("financial_services", "Financial services"),
    ("insurance", "Insurance"),
    ("health", "Health and social care"),
    ("life_sciences", "Life sciences and medical devices"),
    ("public_administration", "Public administration"),
    ("justice", "Justice, police and borders"),
    ("education", "Education and research"),
    ("employment", "Employment and recruitment"),
    ("software", "Software and IT services"),
    ("telecommunications", "Telecommunications and media"),
    ("energy", "Energy and utilities"),
    ("transport", "Transport and logistics"),
    ("manufacturing", "Manufacturing and engineering"),
    ("retail", "Retail and consumer services"),
    ("professional_services", "Professional services"),
    ("agriculture", "Agriculture, food and environment"),
];

/// What an organisation is towards AI systems.
pub const AI_ROLES: &[(&str, &str)] = &[
    ("producer", "Producer: makes AI products or services"),
    ("provider", "Provider: offers AI products or services to others"),
    ("developer", "Developer: designs, trains or integrates AI systems"),
    ("user", "User: uses AI systems in its own work"),
];

/// Languages in which the client works and can be audited.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("en", "English"),
    ("ar", "Arabic"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("es", "Spanish"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("sv", "Swedish"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("zh", "Chinese"),
];

/// The title that belongs to a key; a key that no list knows stands for itself.
pub fn title<'a>(list: &'a [(&'static str, &'static str)], key: &'a str) -> &'a str {
    list.iter().find(|(k, _)| *k == key).map_or(key, |(_, title)| title)
}

/// Whether a list offers this key.
pub fn offers(list: &[(&str, &str)], key: &str) -> bool {
    list.iter().any(|(k, _)| *k == key)
}

/// A list as the options of a form: value and text.
pub fn options(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(key, title)| ((*key).to_owned(), (*title).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_offered_once() {
        for list in [SECTORS, AI_ROLES, LANGUAGES] {
            let mut keys: Vec<_> = list.iter().map(|(key, _)| key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), list.len());
        }
        assert_eq!(title(SECTORS, "health"), "Health and social care");
        assert!(!offers(LANGUAGES, "xx"));
    }
}
