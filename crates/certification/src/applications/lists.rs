//! What an application's lists offer: a key that is kept and compared, and the words on a page.

/// A key and its words.
pub type Choice = (&'static str, &'static str);

/// What an organisation does with AI systems (ISO/IEC 42001 4.1; ISO/IEC 22989 5.19).
pub const AI_ROLES: &[Choice] = &[
    ("producer", "Producer: we bring AI systems or products with AI to others"),
    ("provider", "Provider: we run AI systems as a service for others"),
    ("developer", "Developer: we design, train or test AI systems"),
    ("user", "User: we use AI systems in our own work"),
];

/// How the scope lies within the organisation.
pub const STRUCTURES: &[Choice] = &[
    ("one_entity", "One legal entity"),
    ("departments", "Departments of one legal entity"),
    ("units", "Several business units"),
    ("jurisdictions", "Several entities or countries"),
];

/// Sectors, in which auditors and panel members are competent or not.
pub const SECTORS: &[Choice] = &[
    ("finance", "Banking and financial services"),
    ("insurance", "Insurance"),
    ("health", "Health and social care"),
    ("life_sciences", "Medicines and medical devices"),
    ("public", "Public administration"),
    ("justice", "Justice, policing and border control"),
    ("education", "Education and training"),
    ("employment", "Recruitment and employment"),
    ("ict", "Software, information and communication technology"),
    ("media", "Media, advertising and entertainment"),
    ("retail", "Retail and consumer services"),
    ("manufacturing", "Manufacturing"),
    ("transport", "Transport and logistics"),
    ("energy", "Energy, water and other utilities"),
    ("construction", "Construction and real estate"),
    ("agriculture", "Agriculture and food"),
    ("professional", "Professional and business services"),
    ("research", "Research and development"),
    ("other", "Another sector"),
];

/// Languages in which people can be interviewed and documents read, by ISO 639-1 code.
pub const LANGUAGES: &[Choice] = &[
    ("en", "English"),
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("zh", "Chinese"),
    ("hr", "Croatian"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("nl", "Dutch"),
    ("et", "Estonian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("de", "German"),
    ("el", "Greek"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("ga", "Irish"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("lv", "Latvian"),
    ("lt", "Lithuanian"),
    ("ms", "Malay"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("es", "Spanish"),
    ("sv", "Swedish"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("vi", "Vietnamese"),
    ("cy", "Welsh"),
];

/// Yes or no, as forms send it.
pub const YES_NO: &[Choice] = &[("yes", "Yes"), ("no", "No")];

/// The words for a key; the key itself where a list does not know it.
pub fn title<'a>(list: &[Choice], key: &'a str) -> &'a str
where
    'static: 'a,
{
    list.iter().find(|(k, _)| *k == key).map_or(key, |(_, words)| words)
}

/// The words for several keys, in the list's order.
pub fn titles(list: &[Choice], keys: &[String]) -> Vec<&'static str> {
    list.iter().filter(|(key, _)| keys.iter().any(|k| k == key)).map(|(_, words)| *words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_unknown_ones_show_as_they_are() {
        for list in [AI_ROLES, STRUCTURES, SECTORS, LANGUAGES, crate::countries::ALL] {
            let mut keys: Vec<_> = list.iter().map(|(key, _)| key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), list.len());
        }
        assert_eq!(title(LANGUAGES, "cy"), "Welsh");
        assert_eq!(title(LANGUAGES, "tlh"), "tlh");
        assert_eq!(titles(AI_ROLES, &["user".into(), "producer".into()]).len(), 2);
    }
}
