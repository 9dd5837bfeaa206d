//! What a review chooses from: how the certificate stands, how far its cycle has come, what the review comes to.

macro_rules! choices {
    ($(#[$about:meta])* $name:ident { $($one:ident $key:literal $title:literal;)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($one),* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$one),*];

            pub fn key(self) -> &'static str {
                match self { $($name::$one => $key),* }
            }

            pub fn title(self) -> &'static str {
                match self { $($name::$one => $title),* }
            }

            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }
    };
}

choices! {
    /// How the other body's certificate stands.
    Status {
        Valid "valid" "Valid";
        Suspended "suspended" "Suspended";
        Withdrawn "withdrawn" "Withdrawn";
        Expired "expired" "Expired";
    }
}

choices! {
    /// How far the cycle has come that carries over.
    CycleStage {
        AfterInitial "after_initial" "After the initial audit or recertification";
        AfterSurveillance1 "after_surveillance_1" "After the first surveillance";
        AfterSurveillance2 "after_surveillance_2" "After the second surveillance";
    }
}

choices! {
    /// What a review comes to.
    Outcome {
        TakeOver "take_over" "Take it over: lay it before the panel";
        Decline "decline" "Do not take it over";
    }
}
