//! What a certificate would say after a change of its scope: written by the office, read and signed over by
//! the panel (CRT-5, STA-1).

use super::Opening;
use super::standing;
use crate::actor::SchemeManager;
use crate::certificates::Site;
use crate::db::Tx;
use crate::decisions::Step;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use crate::record::{Entry, Seen};
use crate::standards::Standard;
use uuid::Uuid;

/// Scope, sites, the statement of applicability's version and the client, as the next revision would name them.
#[derive(Debug, Clone, Default)]
pub(super) struct NewScope {
    pub(super) text: String,
    pub(super) sites: Vec<Site>,
    pub(super) soa_version: String,
    /// Empty where the name stays.
    pub(super) client: String,
}

impl NewScope {
    pub(super) fn sites_as_json(&self) -> Result<Option<serde_json::Value>> {
        (!self.sites.is_empty())
            .then(|| serde_json::to_value(&self.sites).map_err(Error::from))
            .transpose()
    }
}

/// Reads the four fields; a site is a line "name; address; its own scope".
pub(super) fn new_scope(r: &mut Reading, form: &Opening, standard: &Standard) -> NewScope {
    let text = r.required("scope", &form.scope, "the scope as the certificate would name it", LONG);
    let typed = r.required("sites", &form.sites, "each certified site on a line of its own", LONG);
    let NewScope { soa_version, .. } = statement_of_applicability(r, form, standard);
    let sites: Vec<_> = typed.lines().filter(|line| !line.trim().is_empty()).map(site).collect();
    if sites.iter().any(|site| site.name.is_empty() || site.address.is_empty()) {
        r.errors
            .add("sites", "Enter each site as: name; address; its own scope where that differs");
    }
    let client = r.optional("client", &form.client, SHORT);
    NewScope { text, sites, soa_version, client }
}

/// Of a certificate that is taken over: scope and sites are the application's, the statement's version is what the
/// review saw.
pub(super) fn statement_of_applicability(
    r: &mut Reading,
    form: &Opening,
    standard: &Standard,
) -> NewScope {
    if !standard.statement_of_applicability {
        return NewScope::default();
    }
    let what = "the version of the statement of applicability";
    let soa_version = r.required("soa_version", &form.soa_version, what, 200);
    NewScope { soa_version, ..NewScope::default() }
}

fn site(line: &str) -> Site {
    let mut parts = line.splitn(3, ';').map(|part| part.trim().to_owned());
    let mut next = || parts.next().unwrap_or_default();
    Site { name: next(), address: next(), scope: next() }
}

/// Writes the new scope into an open case that can end in one. The case is part of what is signed, so that
/// earlier signatures no longer count (DEC-3).
pub async fn write_scope(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    case: Uuid,
    form: Opening,
) -> Result<()> {
    let standing = standing(tx, case).await?;
    standing.state.after(Step::Appoint)?;
    if !standing.kind.changes_scope() {
        return Err(Error::NotFound);
    }
    let mut r = Reading::default();
    let scope = new_scope(&mut r, &form, standing.standard);
    r.done()?;
    let body = tx.actor().body()?;
    sqlx::query!(
        "update cases set new_scope = $3, new_sites = $4, new_soa_version = $5, new_client = $6, version = version + 1
         where body_id = $1 and id = $2 and state = 'open'",
        body,
        case,
        scope.text,
        scope.sites_as_json()?,
        scope.soa_version,
        scope.client
    )
    .execute(tx.sql())
    .await?;
    tx.record(Entry::new(
        standing.file,
        "case_scope_written",
        "The new scope was written into the case before the panel.",
        Seen::ByStaff,
    ));
    Ok(())
}
