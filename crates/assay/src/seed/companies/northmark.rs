//! The client of Northmark.

use super::{Company, system};

pub const NORDLYS: Company = Company {
    key: "nordlys",
    signatory: "Håkon Dahl",
    position: "Daglig leder",
    name: "Nordlys Logistikk AS",
    registration: "NO 918 204 551",
    address: "Havnegata 21, 9008 Tromsø",
    country: "NO",
    website: "nordlys.example",
    sector: "transport",
    structure: "units",
    people_total: "210",
    people_ai: "14",
    scope: "Operation of ice and weather routing and of cargo forecasting for coastal freight.",
    units: "Routing; Cargo; Ports",
    processes: "Data acquisition; model development; operation on board and ashore",
    roles: &["developer", "user"],
    sites: &[("Bergen office", "Strandkaien 3, 5013 Bergen")],
    exclusion: None,
    systems: &[
        system(
            "Ice routing",
            "Bring ships safely and with less fuel around ice",
            "Proposes routes from ice and weather",
            "Advises the master, who decides",
            "Satellite ice charts; ship tracks",
            "limited",
        ),
        system(
            "Cargo forecast",
            "Plan capacity a month ahead",
            "Forecasts bookings by port",
            "Supports planners",
            "Bookings of five years",
            "minimal",
        ),
    ],
};
