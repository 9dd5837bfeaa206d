//! The invented client organisations of the demonstration, with their AI systems, as they would describe
//! themselves.

mod northmark;
mod thames;

pub use northmark::NORDLYS;
pub use thames::{CASTELLAN, HARBOUR, KESTREL, ORRERY};

/// A client organisation.
pub struct Company {
    /// The key of its signatory in the role picker.
    pub key: &'static str,
    pub signatory: &'static str,
    pub position: &'static str,
    pub name: &'static str,
    pub registration: &'static str,
    pub address: &'static str,
    pub country: &'static str,
    pub website: &'static str,
    /// A key of the sectors' list.
    pub sector: &'static str,
    pub structure: &'static str,
    pub people_total: &'static str,
    pub people_ai: &'static str,
    pub scope: &'static str,
    pub units: &'static str,
    pub processes: &'static str,
    pub roles: &'static [&'static str],
    /// Name, address of each further site.
    pub sites: &'static [(&'static str, &'static str)],
    pub exclusion: Option<(&'static str, &'static str)>,
    pub systems: &'static [System],
}

/// An AI system as its register has it.
pub struct System {
    pub name: &'static str,
    pub purpose: &'static str,
    pub function: &'static str,
    pub decides: &'static str,
    pub data: &'static str,
    pub risk: &'static str,
    pub personal: &'static str,
    pub origin: &'static str,
    pub supplier: &'static str,
}

const fn system(
    name: &'static str,
    purpose: &'static str,
    function: &'static str,
    decides: &'static str,
    data: &'static str,
    risk: &'static str,
) -> System {
    System {
        name,
        purpose,
        function,
        decides,
        data,
        risk,
        personal: "yes",
        origin: "built",
        supplier: "",
    }
}
