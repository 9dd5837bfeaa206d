//! Dates as PostgreSQL writes them into JSON, "2026-11-23". Moments there are RFC 3339, which `time` reads.

pub mod day {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::Date;
    use time::macros::format_description;

    pub fn serialize<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let text = String::deserialize(from)?;
        Date::parse(&text, format_description!("[year]-[month]-[day]")).map_err(D::Error::custom)
    }
}

/// The same, where there may be none.
pub mod optional_day {
    use serde::{Deserialize, Deserializer, de::Error};
    use time::Date;
    use time::macros::format_description;

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| {
            Date::parse(&text, format_description!("[year]-[month]-[day]"))
                .map_err(D::Error::custom)
        })
        .transpose()
    }
}
