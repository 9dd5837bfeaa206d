//! Who plays in the demonstration: two invented bodies, their people and what each is qualified for.

/// A body of the demonstration.
pub struct BodyCast {
    pub slug: &'static str,
    pub code: &'static str,
    pub name: &'static str,
    pub legal_name: &'static str,
    pub address: &'static str,
    pub country: &'static str,
    pub email: &'static str,
    pub website: &'static str,
    pub mark: &'static str,
    pub colour: &'static str,
    pub time_zone: &'static str,
    pub currency: &'static str,
    /// Minor units: day rate, application, certificate.
    pub rates: [i64; 3],
    pub people: &'static [PersonCast],
}

/// A person of a body: key of the role picker, name, functions, and the functions of the competence file.
pub struct PersonCast {
    pub key: &'static str,
    pub name: &'static str,
    pub functions: &'static [&'static str],
    /// Functions that the competence file shows; each with the standard, and with what the body's clients need.
    pub qualified_as: &'static [&'static str],
}

const fn person(
    key: &'static str,
    name: &'static str,
    functions: &'static [&'static str],
    qualified_as: &'static [&'static str],
) -> PersonCast {
    PersonCast { key, name, functions, qualified_as }
}

pub const THAMES: BodyCast = BodyCast {
    slug: "thames",
    code: "TA",
    name: "Thames Assurance",
    legal_name: "Thames Assurance Certification Ltd",
    address: "14 Paternoster Row, London EC4M 7EJ",
    country: "United Kingdom",
    email: "office@thames-assurance.example",
    website: "thames-assurance.example",
    mark: "TA",
    colour: "#1f4e5f",
    time_zone: "Europe/London",
    currency: "GBP",
    rates: [145_000, 60_000, 40_000],
    people: &[
        person("helen", "Helen Marsh", &["scheme_manager"], &["reviewer"]),
        person("oliver", "Oliver Tan", &["administrator", "quality_manager"], &[]),
        person("amara", "Amara Okafor", &["auditor"], &["lead_auditor", "auditor"]),
        person("jonas", "Jonas Weber", &["auditor"], &["auditor"]),
        person("sofia", "Sofia Marino", &["technical_expert"], &["technical_expert"]),
        person("priya", "Priya Raman", &["panel_member"], &["panel_member"]),
        person("david", "David Levy", &["panel_member"], &["panel_member"]),
        person("ruth", "Ruth Adeyemi", &["panel_member"], &["panel_member"]),
    ],
};

/// Whom the accreditation body sends to Thames: nobody of its own, so an account first, and let in by the office.
pub const ASSESSOR: PersonCast = person("aisha", "Aisha Rahman", &[], &[]);
pub const ACCREDITATION_BODY: &str = "Example Accreditation Service";
pub const ASSESSORS_EMAIL: &str = "aisha@accreditation.example";

pub const NORTHMARK: BodyCast = BodyCast {
    slug: "northmark",
    code: "NM",
    name: "Northmark",
    legal_name: "Northmark Sertifisering AS",
    address: "Strandgata 8, 5013 Bergen",
    country: "Norway",
    email: "office@northmark.example",
    website: "northmark.example",
    mark: "NM",
    colour: "#6b2d3e",
    time_zone: "Europe/Oslo",
    currency: "EUR",
    rates: [152_000, 70_000, 45_000],
    people: &[
        person("ingrid", "Ingrid Solberg", &["scheme_manager", "administrator"], &[]),
        person("lars", "Lars Bakke", &["auditor"], &["lead_auditor", "auditor"]),
        person("mei", "Mei Lin", &["panel_member"], &["panel_member"]),
        person("tomas", "Tomás Herrera", &["panel_member"], &["panel_member"]),
        person("anna", "Anna Kowalska", &["panel_member"], &["panel_member"]),
    ],
};

/// The name of whoever has this key, as lists of people show it.
pub fn name_of(key: &str) -> &'static str {
    let everybody = THAMES.people.iter().chain(NORTHMARK.people).chain([&ASSESSOR]);
    everybody.into_iter().find(|person| person.key == key).map_or("", |person| person.name)
}
