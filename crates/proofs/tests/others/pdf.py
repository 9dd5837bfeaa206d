"""What a PDF library and a QR decoder say of an attestation: what PDF/A and PDF/UA ask for that can be read without a
validator of their own, and the address that a telephone would read off the page."""

import json
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import zxingcpp

folder = Path(__file__).parents[4] / "docs/formats/vectors"
path = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "attestation.pdf"

with pikepdf.open(path) as pdf:
    with pdf.open_metadata() as about:
        assert about.get("pdfaid:part") == "3" and about.get("pdfaid:conformance") == "A", "no PDF/A-3a"
        assert about.get("pdfuaid:part") == "1", "no PDF/UA-1"
    root = pdf.Root
    intents = list(root.OutputIntents)
    assert intents and intents[0].S == "/GTS_PDFA1" and "/DestOutputProfile" in intents[0], "no output intent"
    assert root.MarkInfo.Marked and "/StructTreeRoot" in root and str(root.Lang), "no tags or language"
    fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
    assert fonts, "no fonts"
    for font in fonts:
        for face in font.get("/DescendantFonts", [font]):
            described = face.FontDescriptor
            assert any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")), f"{font.BaseFont} is not embedded"
    attached = json.loads(pdf.attachments["attestation.json"].get_file().read_bytes())
    print(len(pdf.pages), "pages,", len(fonts), "fonts embedded, attached:", sorted(pdf.attachments))

picture = pypdfium2.PdfDocument(path)[0].render(scale=4).to_pil()
read = [code.text for code in zxingcpp.read_barcodes(picture)]
assert attached["verify_url"] in read, f"the QR code says {read}"
print("the QR code leads to", attached["verify_url"])
