//! A client complains or appeals, and follows what becomes of it (CAP-1).

use crate::app::Routes;
use crate::door::links;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::session::Client;
use askama::Template;
use certification::complaints::{self, Against, OwnComplaint};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/client/complaints", page, lodge)
}

#[derive(Template)]
#[template(path = "client/complaints.html")]
struct Page {
    shell: Shell,
    form: Filled,
    own: Vec<OwnComplaint>,
    against: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
}

async fn page(client: Client) -> Answer {
    show(&client, Filled::from_values([("id", Uuid::now_v7().to_string())])).await
}

async fn show(client: &Client, form: Filled) -> Answer {
    let (own, against) = client
        .read(async |tx| {
            Ok((complaints::own(tx).await?, complaints::may_appeal_against(tx).await?))
        })
        .await?;
    let kinds = [
        ("complaint", "A complaint: about the certification body, its people or how it worked"),
        ("appeal", "An appeal: I ask to look again at a decision or a finding"),
    ];
    let mut shell = client.shell();
    shell.failed = form.failed();
    let option = |one: &Against| (one.key(), one.title.clone());
    let page = Page {
        shell,
        own,
        against: against.iter().map(option).collect(),
        kinds: kinds.map(|(key, title)| (key.to_owned(), title.to_owned())).to_vec(),
        form,
    };
    client.page_at(page.form.status(), &page)
}

async fn lodge(client: Client, form: Filled) -> Answer {
    let (links, typed) = (links(&client.app), form.read()?);
    match client.write(async |tx| complaints::lodge_as_client(tx, &links, typed).await).await {
        Ok(_) => client.done("/complaints", "It is lodged. You have a receipt by mail."),
        Err(problem) => show(&client, form.with(problem)?).await,
    }
}
