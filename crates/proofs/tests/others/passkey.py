"""What a WebAuthn library in another language says of the panel signatures in docs/formats/vectors: those that a browser
made are accepted, and none over another statement is."""

import hashlib
import json
import sys
from pathlib import Path

from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes

folder = Path(__file__).parents[4] / "docs/formats/vectors"


def signed(name, statement, assertion, site):
    credential = {
        "id": assertion["credentialId"],
        "rawId": assertion["credentialId"],
        "type": "public-key",
        "response": {key: assertion[key] for key in ("authenticatorData", "clientDataJSON", "signature")},
        "clientExtensionResults": {},
    }
    return verify_authentication_response(
        credential=credential,
        expected_challenge=hashlib.sha256(statement.encode()).digest(),
        expected_rp_id=site["rpId"],
        expected_origin=site["origin"],
        credential_public_key=base64url_to_bytes(assertion["publicKey"]),
        credential_current_sign_count=0,
        require_user_verification=True,
    )


for name in ("chromium", "passkey"):
    kept = json.loads((folder / f"panel-signature-{name}.json").read_bytes())
    statement, assertion, site = kept["statement"], kept["signature"]["assertion"], kept["signature"]["site"]
    assert signed(name, statement, assertion, site).user_verified
    try:
        signed(name, statement + " ", assertion, site)
    except Exception as refused:
        print(f"{name}, another statement: {refused}")
    else:
        sys.exit(f"{name}: a signature over another statement was accepted")

made = json.loads((folder / "chromium.json").read_bytes())
verify_registration_response(
    credential=made["registration"],
    expected_challenge=base64url_to_bytes(made["registrationChallenge"]),
    expected_rp_id=made["site"]["rpId"],
    expected_origin=made["site"]["origin"],
    require_user_verification=True,
)
print("webauthn agrees")
