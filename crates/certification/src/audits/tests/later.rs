//! Surveillance and recertification go from team to issued report like every audit, without a Stage 1.

use super::super::testing::surveillance_reported;
use super::*;
use crate::findings::{self, Grade};

#[tokio::test]
async fn surveillance_and_recertification_are_gone_through_to_the_issued_report() {
    let world = World::new().await;
    let case = planned(&world).await;
    for kind in [Kind::Surveillance1, Kind::Surveillance2, Kind::Recertification] {
        let raised = [("6.1.2", Grade::Minor)];
        let (audit, findings) = surveillance_reported(&world, &case, kind, &raised).await;
        assert_eq!(state(&world, audit).await, "reported");
        let raised =
            world.db.read(&case.lead, async |tx| findings::of_audit(tx, audit).await).await;
        assert_eq!(raised.expect("read")[0].id, findings[0]);
    }
}
