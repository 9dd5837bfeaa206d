//! Reports on their way to paper, in every portal: an edition of what its reader may read, as a PDF.

use crate::app::Routes;
use crate::download::attachment;
use crate::page::Answer;
use crate::paths::{Asked, At};
use crate::problem::Problem;
use crate::session::{Audit, Client, Office, Panel, Visit};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use certification::decisions::Decider;
use certification::reports::{self, Edition, Printed};
use certification::{Error, audits};
use uuid::Uuid;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/clients/{file}/audits/{audit}/report.pdf", office)
        .get("/b/{body}/audit/audits/{audit}/report.pdf", audit)
        .get("/b/{body}/panel/cases/{case}/audits/{audit}/report.pdf", panel)
        .get("/b/{body}/client/reports/{report}/report.pdf", client)
}

/// Which edition, by its key; the fullest that the reader may have unless another is asked for. And which version; the
/// newest.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Which {
    edition: Option<String>,
    version: Option<i32>,
}

impl Which {
    fn edition(&self, fullest: Edition) -> Result<Edition, Problem> {
        match self.edition.as_deref() {
            None | Some("") => Ok(fullest),
            Some(key) => Edition::from_key(key).ok_or_else(Problem::not_found),
        }
    }
}

async fn office(
    room: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    Asked(which): Asked<Which>,
) -> Answer {
    let edition = which.edition(Edition::Whole)?;
    let printed = room.read(async |tx| {
        let audit = crate::office::audit_of(tx, file, audit).await?;
        reports::printed(tx, audit.id, which.version).await
    });
    send(&room, printed.await?, edition).await
}

async fn audit(room: Audit, At((_, id)): At<(String, Uuid)>, Asked(which): Asked<Which>) -> Answer {
    let edition = which.edition(Edition::Whole)?;
    let printed = room.read(async |tx| {
        let audit = audits::brief(tx, id).await?;
        reports::printed(tx, audit.id, which.version).await
    });
    send(&room, printed.await?, edition).await
}

/// Before a member has declared, the record stays shut, its reports too (IMP-5).
async fn panel(
    room: Panel,
    At((_, case, audit)): At<(String, Uuid, Uuid)>,
    Asked(which): Asked<Which>,
) -> Answer {
    let edition = which.edition(Edition::Whole)?;
    let printed = room.read(async |tx| {
        let decider = Decider::for_case(tx, case).await?;
        let audit = audits::brief(tx, audit).await?;
        match audit.engagement_id == decider.seat().engagement_id {
            true => reports::printed(tx, audit.id, which.version).await,
            false => Err(Error::NotFound),
        }
    });
    send(&room, printed.await?, edition).await
}

/// The client prints what was published to it; the whole report is the body's own.
async fn client(
    room: Client,
    At((_, report)): At<(String, Uuid)>,
    Asked(which): Asked<Which>,
) -> Answer {
    let edition = which.edition(Edition::Regulator)?;
    if edition == Edition::Whole {
        return Err(Problem::not_found());
    }
    let printed = room.read(async |tx| reports::printed_for_client(tx, report).await).await?;
    send(&room, printed, edition).await
}

/// Drawing takes its time, so it happens off the async threads.
async fn send(room: &Visit, printed: Printed, edition: Edition) -> Answer {
    let (draw, name) = (room.app.draw_report.clone(), attachment(&printed.file_name(edition)));
    let pdf = tokio::task::spawn_blocking(move || draw(&printed, edition))
        .await
        .map_err(|cause| Problem::fault(cause.to_string()))?
        .map_err(Problem::fault)?;
    let kind = HeaderValue::from_static("application/pdf");
    let sniff = HeaderValue::from_static("nosniff");
    Ok((
        [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, name),
            (header::X_CONTENT_TYPE_OPTIONS, sniff),
        ],
        pdf,
    )
        .into_response())
}
