//! `assay serve`: an accept loop of our own, because slow headers must be cut and the end must be orderly.

use crate::Halt;
use crate::database::Database;
use crate::mail::Courier;
use crate::settings::Settings;
use crate::stop::Stop;
use crate::{house, work};
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use certification::{Db, installation};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;
use web::App;

/// Until a request's head must have come; also how long an idle connection is kept.
const HEAD: Duration = Duration::from_secs(20);
/// How long requests on their way may take once the end is asked for.
const LAST: Duration = Duration::from_secs(10);
/// Connections at once; further ones wait in the system's queue.
const CONNECTIONS: usize = 4096;

/// Serves until it is asked to stop.
pub(crate) async fn serve(settings: &Settings, stop: &Stop, with_work: bool) -> Result<(), Halt> {
    let listener = house::listen(settings).await?;
    let database = Database::open(settings).await?;
    let served = async {
        installation::refuse_demonstration(&database.admin_url).await?;
        let db = database.connect(settings).await?;
        let app = house::app(settings, db.clone(), house::public_url(settings, &listener)?, false)?;
        println!("Assay serves {}", app.settings.public_url);
        run(settings, listener, app, db, stop, with_work).await
    }
    .await;
    database.close().await?;
    served
}

/// Serves an app and, beside it, delivers its mail; ends both in order.
pub(crate) async fn run(
    settings: &Settings,
    listener: TcpListener,
    app: App,
    db: Db,
    stop: &Stop,
    with_work: bool,
) -> Result<(), Halt> {
    let worker = match with_work {
        true => {
            let public_url = app.settings.public_url.clone();
            let courier = Courier::new(settings, &public_url)?;
            let (db, keyring, stop) = (db.clone(), app.keyring.clone(), stop.clone());
            let worker = work::Worker { db, keyring, public_url, courier };
            Some(tokio::spawn(async move { worker.until(&stop).await }))
        }
        false => None,
    };
    accept(listener, app, stop.wait()).await;
    if let Some(worker) = worker {
        // A mail on its way may take its time; it is sent again if this one did not end.
        let _ = tokio::time::timeout(LAST, worker).await;
    }
    let _ = tokio::time::timeout(Duration::from_secs(3), db.close()).await;
    Ok(())
}

/// Serves every connection until `stopped`, then lets the requests on their way end: [`LAST`] at most.
pub async fn accept(listener: TcpListener, app: App, stopped: impl Future<Output = ()>) {
    let mut stopped = pin!(stopped);
    let portals = web::router(app);
    let (graceful, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(CONNECTIONS)));
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let stream = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopped => break,
        };
        let (stream, peer) = match stream {
            Ok(accepted) => accepted,
            Err(cause) => {
                // Out of file handles, most likely: let some connections end first.
                tracing::warn!(%cause, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let connection = graceful.watch(connection(stream, peer, portals.clone()));
        tokio::spawn(async move {
            if let Err(cause) = connection.await {
                tracing::debug!(%cause, "a connection broke");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(LAST, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off at the end");
    }
}

/// Serves one connection; each of its requests knows from where it comes.
fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    portals: Router,
) -> impl GracefulConnection<Error = hyper::Error> + Send + 'static {
    if let Err(cause) = stream.set_nodelay(true) {
        tracing::debug!(%cause, "a connection stays slow");
    }
    let service = portals.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
}
