//! A standard is kept and shown by its name: in rows, in what is frozen as JSON, and on pages.

use super::{Scheme, Standard, named};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef};
use sqlx::{Decode, Encode, Postgres, Type};
use std::fmt;

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl PartialEq for Standard {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Standard {}

impl Serialize for Standard {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name)
    }
}

impl<'de> Deserialize<'de> for Scheme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        named(&name).map_err(serde::de::Error::custom)
    }
}

impl Type<Postgres> for Standard {
    fn type_info() -> PgTypeInfo {
        <str as Type<Postgres>>::type_info()
    }

    fn compatible(ty: &PgTypeInfo) -> bool {
        <str as Type<Postgres>>::compatible(ty)
    }
}

impl<'r> Decode<'r, Postgres> for Scheme {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(named(<&str as Decode<Postgres>>::decode(value)?)?)
    }
}

impl Encode<'_, Postgres> for Standard {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <&str as Encode<Postgres>>::encode_by_ref(&self.name.as_str(), buffer)
    }
}
