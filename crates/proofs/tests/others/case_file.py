"""The file of a case and the proofs of the log, verified by a program that was written from docs/formats alone."""

import base64
import hashlib
import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

folder = Path(__file__).parents[4] / "docs/formats/vectors"


def sha(content):
    return hashlib.sha256(content).digest()


def checkpoint(text, name, kid, key):
    """The note's own words, once the log's key signed them."""
    end = text.rindex("\n\n")
    for line in text[end + 2 :].splitlines():
        _, signer, signature = line.split(" ")
        signature = base64.b64decode(signature)
        if signer == name and signature[:4].hex() == kid:
            Ed25519PublicKey.from_public_bytes(key).verify(signature[4:], text[: end + 1].encode())
            return text[: end + 1]
    raise AssertionError("the log did not sign it")


def proven(text, leaf, verifier):
    """The proof of one leaf (c2sp.org/tlog-proof), by the log's verifier key."""
    name, kid, key = verifier.split("+", 2)
    key = base64.b64decode(key)
    assert key[0] == 1 and sha(name.encode() + b"\n" + key)[:4].hex() == kid
    head, note = text.split("\n\n", 1)
    lines = head.split("\n")
    assert lines.pop(0) == "c2sp.org/tlog-proof@v1"
    if lines[0].startswith("extra "):
        lines.pop(0)
    index, path = int(lines.pop(0).split(" ")[1]), [base64.b64decode(line) for line in lines]
    origin, size, root = checkpoint(note, name, kid, key[1:]).split("\n")[:3]
    assert origin == name
    at, last, found = index, int(size) - 1, sha(b"\0" + leaf)
    for other in path:
        assert last
        if at & 1 or at == last:
            found = sha(b"\1" + other + found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = sha(b"\1" + found + other)
        at, last = at >> 1, last >> 1
    assert last == 0 and found == base64.b64decode(root)


log = json.loads((folder / "log.json").read_bytes())
proven((folder / "log-proof.tlog-proof").read_text(), log["entry42"].encode(), log["verifierKey"])

raw = (folder / "case-file.zip").read_bytes()
archive = zipfile.ZipFile(io.BytesIO(raw))
names = [entry.filename for entry in archive.infolist()]
manifest = json.loads(archive.read("manifest.json"))
canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
assert canonical == archive.read("manifest.json")
assert [entry["name"] for entry in manifest["entries"]] + ["manifest.json", "manifest.sig"] == names
for entry in manifest["entries"]:
    content = archive.read(entry["name"])
    assert sha(content).hex() == entry["sha256"] and len(content) == entry["size"]

record = json.loads(archive.read("record.json"))
before = sha(("assay-record-v1 " + record["engagement"]).encode()).hex()
for entry in record["entries"]:
    fields = ["assay-record-v1", record["body"], record["engagement"], str(entry["seq"]), entry["at"], entry["person"] or ""]
    fields += [entry["room"], entry["act"], entry["sentence"], "true" if entry["forClient"] else "false", entry["touched"], before]
    before = sha(b"".join(struct.pack(">Q", len(field.encode())) + field.encode() for field in fields)).hex()
    assert before == entry["digest"]
    leaf = f"assay-log-entry-v1\n{record['engagement']}\n{entry['seq']}\n{entry['digest']}\n".encode()
    proven(archive.read("proofs/%06d.txt" % entry["seq"]).decode(), leaf, manifest["about"]["log"])

for name in names:
    if name.startswith("signatures/"):
        signed = json.loads(json.loads(archive.read(name))["statement"])["record"]
        lines = [f"{item['kind']} {item['id']} {item['sha256']}" for item in signed["items"]]
        assert lines == sorted(lines)
        assert sha(("assay-file-v1\n" + "\n".join(lines)).encode()).hex() == signed["digest"]

files, listing = b"", b""
for name in names:
    content = archive.read(name)
    about = struct.pack("<5H3I2H", 20, 0, 0, 0, 0x21, zlib.crc32(content), len(content), len(content), len(name), 0)
    listing += b"PK\1\2" + struct.pack("<H", 20) + about + bytes(10) + struct.pack("<I", len(files)) + name.encode()
    files += b"PK\3\4" + about + name.encode() + content
end = b"PK\5\6" + bytes(4) + struct.pack("<2H2I", len(names), len(names), len(listing), len(files)) + bytes(2)
assert files + listing + end == raw, "something lies between the entries"
print("the file of a case holds")
