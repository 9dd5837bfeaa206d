"""What others' programs say of the vectors in docs/formats/vectors: a JOSE library verifies the credential and the
status lists, a PDF library reads what is attached to the sealed PDF."""

import base64
import gzip
import hashlib
import json
import re
import sys
from pathlib import Path

import pikepdf
from joserfc import jws
from joserfc.jwk import OKPKey

folder = Path(__file__).parents[4] / "docs/formats/vectors"
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



def sealed(base, jwt, moment):
    """The update of docs/formats, section 4, written from that page alone."""
    at = int(re.search(rb"startxref\s+(\d+)\s+%%EOF\n?$", base)[1])
    trailer = base[base.index(b"trailer", at) + 7 : base.rindex(b"startxref")].strip()
    size, root = (int(re.search(rb"/%s (\d+)" % name, trailer)[1]) for name in (b"Size", b"Root"))
    catalogue = re.search(rb"\n%d 0 obj\n<<(.*?)>>\nendobj" % root, base, re.S)[1]
    value = rb"(?:\d+ 0 R|<<(?:[^<>]|<<[^<>]*>>)*>>|\[[^\]]*\]|\([^)]*\)|/?[^\s/<>\[\]()]+)"
    entries = re.findall(rb"(/\w+)\s*(%s)" % value, catalogue)
    files = re.findall(rb"\d+ 0 R", dict(entries)[b"/AF"]) + [b"%d 0 R" % (size + 1)]
    names = re.findall(rb"(\([^)]*\))\s*(\d+ 0 R)", dict(entries)[b"/Names"])
    names = sorted([*names, (b"(credential.jwt)", files[-1])])
    new = b"".join(b"%s %s" % entry for entry in entries if entry[0] not in (b"/AF", b"/Names"))
    new = b"<<%s/AF [%s]/Names <</EmbeddedFiles <</Names [%s]>>>>>>" % (new, b" ".join(files), b" ".join(b" ".join(pair) for pair in names))
    stream = b"<</Type/EmbeddedFile/Subtype/application#2Fvc+jwt/Length %d/Params<</Size %d/ModDate(D:%s)>>>>\nstream\n%s\nendstream"
    spec = b"<</Type/Filespec/F(credential.jwt)/UF(credential.jwt)/EF<</F %d 0 R/UF %d 0 R>>/AFRelationship/Data/Desc(The attestation as a verifiable credential)>>"
    objects = [(size, stream % (len(jwt), len(jwt), re.sub(r"[-:T]", "", moment).encode(), jwt)), (size + 1, spec % (size, size)), (root, new)]
    out, places = base + b"\n", {}
    for number, content in objects:
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n\r\n" % place for place in sorted(places.items()))
    said = re.findall(rb"(/\w+)\s*(%s)" % value, trailer[2:-2])
    said = b"".join(b"%s %s" % (name, b"%d" % (size + 2) if name == b"/Size" else words) for name, words in said)
    return out + b"trailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (said, at, table)


pdf = (folder / "attestation.pdf").read_bytes()
bound = next(each for each in credential["relatedResource"] if each["mediaType"] == "application/pdf")
base = pdf[: bound["contentLength"]]
assert bound["digestSRI"] == "sha256-" + base64.b64encode(hashlib.sha256(base).digest()).decode()
assert sealed(base, (folder / "credential.jwt").read_bytes(), credential["validFrom"]) == pdf

with pikepdf.open(folder / "attestation.pdf") as pdf:
    assert (folder / "credential.jwt").read_bytes() == pdf.attachments["credential.jwt"].get_file().read_bytes()
    assert (folder / "attestation.json").read_bytes() == pdf.attachments["attestation.json"].get_file().read_bytes()
    assert [str(f.AFRelationship) for f in pdf.Root.AF] == ["/Data", "/Supplement", "/Supplement", "/Data"]
    found = pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else pdf.check()
    assert not found, found
    with pdf.open_metadata() as xmp:
        print("PDF/A", xmp.pdfa_status, "pages", len(pdf.pages), "attached", sorted(pdf.attachments))
print("others agree")
