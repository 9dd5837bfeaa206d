//! Why a signed line of JSON is refused, in sentences.

/// Why a JWS is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum JwsError {
    #[error("It is larger than {0} bytes, more than any credential of this kind.")]
    Large(usize),
    #[error(
        "It is a JWS in its JSON serialisation. Only the compact form is taken: three parts with dots between."
    )]
    JsonSerialised,
    #[error("A compact JWS has three parts with dots between; this has {0}.")]
    Parts(usize),
    #[error("A part is not written in base64url as RFC 7515 has it.")]
    Encoding,
    #[error("The {0} is no JSON that can be read in one way only: {1}.")]
    Json(&'static str, String),
    #[error(
        "Its header says {0:?}, with which a forger could bring a key or change the rules. It is never followed."
    )]
    Forbidden(String),
    #[error("Its header says {0:?}, which has no place there.")]
    Unknown(String),
    #[error(
        "Its header asks for the algorithm {0:?}. Only Ed25519 (EdDSA) is taken, because that is what the key is."
    )]
    Algorithm(String),
    #[error("It should be of the type {0:?} and says {1:?}.")]
    Kind(&'static str, String),
    #[error("Its header names no key in a form that keys have.")]
    NoKey,
    #[error("It is signed in the name of the key {0}, which is not among the keys at hand.")]
    UnknownKey(String),
    #[error("The signature is not that of the key it names over these bytes.")]
    Signature,
    #[error(
        "Its {0:?} is not written as it has to be (a number in a JWT's own times, RFC 3339 text in a credential's)."
    )]
    Time(&'static str),
    #[error("Its {0:?} and {1:?} say different times.")]
    TwoTimes(&'static str, &'static str),
}
