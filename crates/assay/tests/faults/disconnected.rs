//! Three hundred clients that hang up at random moments, in the middle of what they send or of what they are
//! answered. Whatever was acknowledged to one of them stands; nothing stands twice or by half; and no connection
//! to the database is left inside a transaction.

use super::{count, judge};
use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed;
use assay::serve;
use assay::story::Played;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use uuid::Uuid;

const CLIENTS: u64 = 300;

/// What one client does with its note before it hangs up.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// It sends a part of its request only.
    HalfSent,
    /// It sends everything and does not wait.
    Unheard,
    /// It hears the first bytes of its answer.
    HalfHeard,
    /// It hears that its note is written.
    Heard,
}

const FATES: [Fate; 4] = [Fate::HalfSent, Fate::Unheard, Fate::HalfHeard, Fate::Heard];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_hundred_clients_hang_up_and_nothing_acknowledged_is_missing() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    story.apply().await?;
    let helen = house.enter("helen").await?;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its number");
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve::accept(listener, house.app.clone(), async {
        let _ = stopped.await;
    }));

    let clients: Vec<_> = (0..CLIENTS)
        .map(|nth| {
            let request = |id, text: &str| note(&story.file, helen.session(), id, text);
            let (id, text) = (Uuid::now_v7(), format!("Note of client {nth}."));
            let request = request(id, &text);
            tokio::spawn(async move { client(address, nth, &request).await.then_some(id) })
        })
        .collect();
    let mut ledger = Vec::new();
    for client in clients {
        ledger.extend(client.await.expect("a client ends"));
    }
    stop.send(()).expect("the house listens");
    serving.await.expect("the house ends in order");

    let stands = sqlx::query_scalar::<_, Uuid>("select id from notes");
    let stands = stands.fetch_all(&mut judge(&house).await).await.expect("the notes");
    let missing = ledger.iter().filter(|id| !stands.contains(id)).count();
    assert_eq!(missing, 0, "acknowledged, and not there");
    assert!(ledger.len() as u64 >= CLIENTS / 4, "who waits is heard: {}", ledger.len());
    assert!(stands.len() < CLIENTS as usize, "who sent a half did not write");
    let told =
        count(&house, "select count(*) from record_entries where act = 'note_written'").await;
    assert_eq!(told, stands.len() as i64, "each note is on the record, once");
    let record = helen.read(&format!("{}/record?check=yes", story.file)).await?;
    assert!(record.contains("Chain intact"), "the record's chain");
    nobody_is_left_inside(&house).await;
    house.end().await;
    Ok(())
}

/// The request that writes a note, byte for byte.
fn note(file: &str, session: &str, id: Uuid, text: &str) -> Vec<u8> {
    let body = format!("id={id}&text={}", text.replace(' ', "+"));
    let length = body.len();
    format!(
        "POST {file} HTTP/1.1\r\nHost: assay.test\r\nCookie: {session}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// Lives one client's fate; answers whether its note was acknowledged to it.
async fn client(address: SocketAddr, nth: u64, request: &[u8]) -> bool {
    let mut chance = StdRng::seed_from_u64(nth);
    let fate = FATES[chance.random_range(0..FATES.len())];
    let mut line = TcpStream::connect(address).await.expect("the house is open");
    if chance.random_bool(0.5) {
        // Hangs up with a reset, as a closed laptop or a dead network does.
        line.set_zero_linger().expect("a reset at the end");
    }
    let sent = match fate {
        Fate::HalfSent => &request[..chance.random_range(1..request.len())],
        _ => request,
    };
    if line.write_all(sent).await.is_err() {
        return false;
    }
    for _ in 0..chance.random_range(0..2000) {
        tokio::task::yield_now().await;
    }
    let wanted = match fate {
        Fate::HalfSent | Fate::Unheard => 0,
        Fate::HalfHeard => chance.random_range(1..12),
        Fate::Heard => "HTTP/1.1 303".len(),
    };
    let mut heard = vec![0; wanted];
    line.read_exact(&mut heard).await.is_ok() && heard == b"HTTP/1.1 303"
}

/// What came back to the pool was rolled back: asked until the last rollback has run, which a connection left
/// inside a transaction never does.
async fn nobody_is_left_inside(house: &Fresh) {
    let inside = "select count(*) from pg_stat_activity where datname = current_database()
                  and pid <> pg_backend_pid() and state <> 'idle'";
    let mut judge = judge(house).await;
    let mut left = i64::MAX;
    for _ in 0..2000 {
        left = sqlx::query_scalar(inside).fetch_one(&mut judge).await.expect("the activity");
        if left == 0 {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(left, 0, "connections left inside a transaction");
}
