//! The independent decision: case, panel, questions, signatures over the record's digest (DEC).

use crate::db::Tx;
use crate::error::Result;
use crate::record::File;

/// Voids the signatures of an open case whose record has changed since they were given (DEC-3).
pub(crate) async fn void_overtaken_signatures(_tx: &mut Tx<'_>, _file: File) -> Result<()> {
    Ok(())
}
