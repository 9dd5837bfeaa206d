//! Sample attestations for tests and for looking at: the plain case, and those that strain the page.

use time::macros::date;

use proofs::attestation::{Attestation, Issuer, Signed, Site};
use proofs::keys::PublicKey;

/// Every sample, with its name.
pub fn all() -> [(&'static str, Attestation); 5] {
    [
        ("plain", plain()),
        ("full", full()),
        ("scripts", scripts()),
        ("demonstration", demonstration()),
        ("limits", limits()),
    ]
}

/// What stands beside a sample where a body's signature stands: of the right shape, and of nobody.
pub fn signed() -> Signed {
    Signed { json: b"{}".to_vec(), signature: vec![0; 64], key: PublicKey([0x5f; 32]) }
}

/// One client, one site, a scope of two lines.
pub fn plain() -> Attestation {
    Attestation {
        body: body(),
        client: "Lindqvist Diagnostics AB".into(),
        sites: vec![site("Head office", "Norra Hamngatan 14, 411 14 Göteborg, Sweden", "")],
        scope: "Development, provision and support of machine-learning software that helps \
                radiologists find lung nodules in CT images."
            .into(),
        standard: "ISO/IEC 42001:2023".into(),
        system: "an artificial intelligence management system".into(),
        number: "HAL-AI-2026-0042".into(),
        revision: 1,
        issued_on: date!(2026 - 11 - 23),
        effective_on: date!(2026 - 11 - 20),
        expires_on: date!(2029 - 11 - 19),
        decided_on: date!(2026 - 11 - 20),
        soa_version: "3.2".into(),
        accreditation: None,
        signatory: "Dr. Ingrid Sørensen".into(),
        signatory_function: "Chair of the certification panel".into(),
        verify_url: "https://register.halden-cert.example/c/HAL-AI-2026-0042".into(),
        record_digest: "9f2c4e1ab7d05836c1f4e2a90b7d3c58e6124fa0937bd5c8e1f60a2b4d7c9e35".into(),
        demonstration: false,
    }
}

/// Everything at its longest: 2,000 characters of scope and twelve sites with scopes of their own.
pub fn full() -> Attestation {
    let towns = ["Łódź", "Žižkov", "Ñuñoa", "Reykjavík", "Őrbottyán", "İzmir"];
    let sites = (1..=12).map(|n| {
        let town = towns[n % towns.len()];
        site(
            &format!("{town} centre {n}"),
            &format!(
                "Building {n}C, Third Floor, Science and Technology Park of the Regional Development \
                 Agency, {n}17 Ulica Księcia Józefa Poniatowskiego, 90-{n:03} {town}"
            ),
            if n % 3 == 0 { "" } else { "Annotation of training data and monitoring of deployed models" },
        )
    });
    let scope = [
        "Design, training, validation, deployment and monitoring of artificial intelligence systems ",
        "for the assessment of credit applications, the detection of fraud and the pricing of motor, ",
        "household and travel insurance; provision of these systems to group companies and partners. ",
    ];
    Attestation {
        client: "Consolidated Northern Financial Services and Insurance Holdings (Europe) Limited"
            .into(),
        sites: sites.collect(),
        scope: scope.concat().repeat(8).trim().to_owned(),
        accreditation: Some(
            "Issued under accreditation by the Example Accreditation Service, No. 0117, \
                             for the certification of management systems."
                .into(),
        ),
        ..plain()
    }
}

/// Names in the scripts of the world.
pub fn scripts() -> Attestation {
    Attestation {
        client: "شركة الأفق للذكاء الاصطناعي".into(),
        sites: vec![
            site("מרכז הפיתוח", "שדרות רוטשילד 22, תל אביב-יפו", ""),
            site("東京研究所", "東京都千代田区丸の内一丁目9番1号", "機械学習モデルの開発"),
            site("서울 지사", "서울특별시 강남구 테헤란로 152", ""),
        ],
        signatory: "王小明 (Wang Xiaoming)".into(),
        ..plain()
    }
}

/// A demonstration in another body's colours.
pub fn demonstration() -> Attestation {
    let mut a = plain();
    a.body.colour = "#0f5f4b".into();
    a.body.mark = "NWC".into();
    a.body.name = "Northwold Certification".into();
    a.client = "Żółw & Ñandú Robotics".into();
    a.sites.push(site("Test field", "Flugplatzstraße 7\n17192 Waren (Müritz), Germany", ""));
    a.demonstration = true;
    a
}

/// Every field as long as it may be.
pub fn limits() -> Attestation {
    let words = |most: usize| -> String {
        let text: String = "Wömmel Gründung Maximilian ".chars().cycle().take(most).collect();
        text.trim().to_owned()
    };
    let mut a = full();
    a.body = Issuer {
        name: words(60),
        legal_name: words(80),
        address: format!("{}\nQuergasse\n{}\n9999 Ende", words(30), words(60)),
        country: words(60),
        website: "w".repeat(60),
        mark: "WMWM".into(),
        ..a.body
    };
    a.client = words(200);
    a.number = "M".repeat(32);
    a.soa_version = words(40);
    a.signatory = words(60);
    a.signatory_function = words(60);
    a.verify_url = format!("https://{}", "w".repeat(142));
    a.accreditation = Some(words(300));
    a.demonstration = true;
    a
}

/// The body of every sample.
pub(crate) fn body() -> Issuer {
    Issuer {
        name: "Halden Certification".into(),
        legal_name: "Halden Certification AS".into(),
        address: "Storgata 8\n1771 Halden".into(),
        country: "Norway".into(),
        website: "halden-cert.example".into(),
        mark: "HC".into(),
        colour: "#17365c".into(),
    }
}

fn site(name: &str, address: &str, scope: &str) -> Site {
    Site { name: name.into(), address: address.into(), scope: scope.into() }
}
