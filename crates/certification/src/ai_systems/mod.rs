//! The register of the client's AI systems, by hand or from a file (APP-5).

mod confirm;
mod csv_bytes;
pub mod csv_reading;
pub mod fields;
mod files;
mod import_state;
mod imports;
mod mapping;
mod preview;
mod reads;
mod revisions;
mod steps;
#[cfg(test)]
mod tests;

pub use confirm::{confirm, discard};
pub use fields::{FIELDS, Field, in_words};
pub use files::{example, left_out};
pub use import_state::{ImportState, Upload, uploads};
pub use imports::{Import, LeftOut, Outcome, import, map, receive};
pub use mapping::{Mapping, column_name};
pub use preview::{JudgedRow, Trouble, judge};
pub use reads::{count, list, of};
pub use revisions::{confirm_register, may_add_or_remove, revisions};
pub use steps::{add, change, may_change, remove};

use time::OffsetDateTime;
use uuid::Uuid;

macro_rules! entry {
    ($($field:ident)*) => {
        /// What an entry of the register says, field by field, in the order of [`FIELDS`].
        #[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct Entry {
            $(pub $field: String,)*
        }

        impl Entry {
            /// The fields' keys, which are the columns' names.
            pub const KEYS: &[&str] = &[$(stringify!($field)),*];

            /// What the field of this key says; nothing for a key that is none.
            pub fn get(&self, key: &str) -> &str {
                match key {
                    $(stringify!($field) => &self.$field,)*
                    _ => "",
                }
            }

            /// Sets the field of this key; a key that is none changes nothing.
            pub fn set(&mut self, key: &str, value: String) {
                match key {
                    $(stringify!($field) => self.$field = value,)*
                    _ => {}
                }
            }
        }
    };
}

entry! {
    name purpose function decides context owner stage origin supplier risk_class personal_data
    design_decisions training_data operation_data limitations failure_modes bias_indicators reference
}

/// An AI system in the register.
#[derive(Debug, Clone)]
pub struct AiSystem {
    pub id: Uuid,
    pub version: i32,
    pub entry: Entry,
    pub entered_at: OffsetDateTime,
}

/// What this entry does not say yet, by the titles of the fields (APP-5). A supplier is asked for only
/// where the system is procured.
pub fn gaps(system: &AiSystem) -> Vec<&'static str> {
    let needed = |field: &&Field| match field.key {
        "reference" => false,
        "supplier" => system.entry.origin == "procured",
        _ => true,
    };
    let empty = |field: &&Field| system.entry.get(field.key).is_empty();
    FIELDS.iter().filter(needed).filter(empty).map(|field| field.title).collect()
}
