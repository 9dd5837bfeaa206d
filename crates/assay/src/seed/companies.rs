//! The invented client organisations of the demonstration, with their AI systems, as they would describe
//! themselves.

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

const fn system(name: &'static str, purpose: &'static str, function: &'static str, decides: &'static str, data: &'static str, risk: &'static str) -> System {
    System { name, purpose, function, decides, data, risk, personal: "yes", origin: "built", supplier: "" }
}

pub const HARBOUR: Company = Company {
    key: "harbour", signatory: "Eleanor Finch", position: "Chief risk officer",
    name: "Harbour & Finch Bank plc", registration: "GB 04417720",
    address: "2 Queenhithe Wharf, London EC4V 3DX", country: "GB", website: "harbourfinch.example",
    sector: "finance", structure: "one_entity", people_total: "640", people_ai: "38",
    scope: "Development, operation and monitoring of machine-learning systems for fraud detection, affordability assessment and customer service in retail banking.",
    units: "Data science; Financial crime; Retail lending; Customer operations",
    processes: "Model development and validation; deployment; monitoring; incident handling; supplier management",
    roles: &["developer", "user"],
    sites: &[("Leeds operations centre", "40 Wellington Place, Leeds LS1 4AP")],
    exclusion: Some(("Treasury trading models", "They are run by a separate legal entity with its own risk management and share no data, staff or infrastructure with the scope.")),
    systems: &[
        system("Payment fraud screening", "Stop fraudulent card and transfer payments before they leave", "Scores each payment in real time", "Holds a payment for a person to review; never closes an account", "Card and transfer history of three years; confirmed fraud reports", "limited"),
        system("Affordability assistant", "Help lending officers judge whether a loan is affordable", "Estimates disposable income from account history", "Supports a lending officer, who decides", "Account history with consent; bureau data", "high"),
        system("Branch chat", "Answer questions on products and opening hours", "Retrieval over published pages", "Nothing; hands over to a person on request", "Published product pages", "minimal"),
    ],
};

pub const CASTELLAN: Company = Company {
    key: "castellan", signatory: "Dr Samuel Osei", position: "Medical director",
    name: "Castellan Health Ltd", registration: "GB 09932114",
    address: "Castle Park, Cambridge CB3 0RX", country: "GB", website: "castellanhealth.example",
    sector: "health", structure: "departments", people_total: "120", people_ai: "24",
    scope: "Design, development and provision of decision-support software for triage and imaging in outpatient clinics.",
    units: "Product; Clinical safety; Platform", processes: "Clinical data acquisition; model development; validation; release; post-market monitoring",
    roles: &["developer", "provider"], sites: &[], exclusion: None,
    systems: &[
        system("Triage helper", "Sort incoming referrals by urgency", "Classifies referral letters", "Suggests an urgency; a nurse decides", "Pseudonymised referral letters of two hospital groups", "high"),
        system("Chest film reader", "Draw attention to films that need a second look", "Marks regions of interest", "Supports the radiologist", "Licensed imaging sets; partner hospitals", "high"),
        system("Clinic planner", "Reduce missed appointments", "Predicts attendance", "Proposes overbooking to the clinic's desk", "Appointment history", "limited"),
        system("Letter drafter", "Save dictation time", "Drafts letters from notes", "Nothing; the doctor signs", "Clinic notes, not kept for training", "limited"),
    ],
};

pub const ORRERY: Company = Company {
    key: "orrery", signatory: "Nadia Haddad", position: "Managing director",
    name: "Orrery Mobility Ltd", registration: "GB 11280045",
    address: "Unit 5, Temple Quay, Bristol BS1 6DZ", country: "GB", website: "orrerymobility.example",
    sector: "transport", structure: "one_entity", people_total: "85", people_ai: "17",
    scope: "Provision of demand forecasting and vehicle routing for on-demand public transport.",
    units: "Forecasting; Routing; Operator support", processes: "Data acquisition; model development; operation; operator training",
    roles: &["provider"], sites: &[], exclusion: None,
    systems: &[
        system("Demand forecast", "Place vehicles where people will need them", "Forecasts trips per area and hour", "Recommends positions to dispatchers", "Trip history without names", "minimal"),
        system("Route solver", "Carry more people with fewer vehicles", "Plans routes as bookings come in", "Assigns bookings within limits set by the operator", "Bookings of the day", "limited"),
    ],
};

pub const KESTREL: Company = Company {
    key: "kestrel", signatory: "Marcus Bell", position: "Director of people science",
    name: "Kestrel Recruitment Ltd", registration: "GB 12750331",
    address: "88 Deansgate, Manchester M3 2ER", country: "GB", website: "kestrelrecruit.example",
    sector: "employment", structure: "one_entity", people_total: "60", people_ai: "9",
    scope: "Provision of candidate matching and interview scheduling to employers.",
    units: "Matching; Customer success", processes: "Model procurement; configuration; monitoring for bias; customer reporting",
    roles: &["provider", "user"], sites: &[], exclusion: None,
    systems: &[
        System { name: "Candidate matching", purpose: "Shorten the search for suitable candidates", function: "Ranks applications against a role", decides: "Proposes an order; a recruiter decides", data: "CVs with consent; role descriptions", risk: "high", personal: "yes", origin: "procured", supplier: "Lanner Models GmbH" },
        system("Interview scheduler", "Find times that suit all", "Proposes appointments", "Nothing of consequence", "Calendars", "minimal"),
    ],
};

pub const NORDLYS: Company = Company {
    key: "nordlys", signatory: "Håkon Dahl", position: "Daglig leder",
    name: "Nordlys Logistikk AS", registration: "NO 918 204 551",
    address: "Havnegata 21, 9008 Tromsø", country: "NO", website: "nordlys.example",
    sector: "transport", structure: "units", people_total: "210", people_ai: "14",
    scope: "Operation of ice and weather routing and of cargo forecasting for coastal freight.",
    units: "Routing; Cargo; Ports", processes: "Data acquisition; model development; operation on board and ashore",
    roles: &["developer", "user"], sites: &[("Bergen office", "Strandkaien 3, 5013 Bergen")], exclusion: None,
    systems: &[
        system("Ice routing", "Bring ships safely and with less fuel around ice", "Proposes routes from ice and weather", "Advises the master, who decides", "Satellite ice charts; ship tracks", "limited"),
        system("Cargo forecast", "Plan capacity a month ahead", "Forecasts bookings by port", "Supports planners", "Bookings of five years", "minimal"),
    ],
};
