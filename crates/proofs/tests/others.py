"""What others' programs say of the vectors in docs/formats/vectors: a JOSE library verifies the credential and the
status lists, a PDF library reads what is attached to the sealed PDF. pip install joserfc pikepdf"""

import base64
import gzip
import json
import sys
from pathlib import Path

import pikepdf
from joserfc import jws
from joserfc.jwk import OKPKey

folder = Path(__file__).parents[3] / "docs/formats/vectors"
keys = {key["kid"]: OKPKey.import_key({n: key[n] for n in ("kty", "crv", "x")}) for key in json.loads((folder / "keys.json").read_bytes())["keys"]}


def read(name):
    text = (folder / name).read_text()
    kid = json.loads(base64.urlsafe_b64decode(text.split(".")[0] + "=="))["kid"]
    return json.loads(jws.deserialize_compact(text, keys[kid], algorithms=["EdDSA", "Ed25519"]).payload)


credential = read("credential.jwt")
assert credential == json.loads((folder / "credential.json").read_bytes())
for entry in credential["credentialStatus"]:
    status = read(f"status-{entry['statusPurpose']}.jwt")
    assert status["id"] == entry["statusListCredential"]
    packed = status["credentialSubject"]["encodedList"]
    bits = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4)))
    index = int(entry["statusListIndex"])
    assert len(bits) * 8 >= 131072 and not bits[index // 8] & (0x80 >> index % 8)

for forged in ["forged-none.jwt", "forged-hs256.jwt", "forged-key.jwt"]:
    try:
        read(forged)
    except Exception as refused:
        print(f"{forged}: {type(refused).__name__}")
    else:
        sys.exit(f"{forged} was accepted")

with pikepdf.open(folder / "attestation.pdf") as pdf:
    assert (folder / "credential.jwt").read_bytes() == pdf.attachments["credential.jwt"].get_file().read_bytes()
    assert (folder / "attestation.json").read_bytes() == pdf.attachments["attestation.json"].get_file().read_bytes()
    assert [str(f.AFRelationship) for f in pdf.Root.AF] == ["/Data", "/Supplement", "/Supplement", "/Data"]
    found = pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else pdf.check()
    assert not found, found
    with pdf.open_metadata() as xmp:
        print("PDF/A", xmp.pdfa_status, "pages", len(pdf.pages), "attached", sorted(pdf.attachments))
print("others agree")
