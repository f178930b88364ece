#!/usr/bin/env python3
"""A mail, as a mail program understands it.  Usage: mail_read.py MAIL FOLDER

Writes each field to FOLDER/NAME (lower case), the text to FOLDER/text and the
attachment to FOLDER/pdf; fails on whatever the parser finds fault with."""
import email
import email.policy
import pathlib
import sys

source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
raw = pathlib.Path(source).read_bytes()
assert raw.replace(b"\r\n", b"").find(b"\n") < 0, "an end of line without CR"
mail = email.message_from_bytes(raw, policy=email.policy.default)
for part in mail.walk():
    assert not part.defects, part.defects
    for name, value in part.items():
        assert not value.defects, (name, value.defects)
folder.mkdir(exist_ok=True)
for name, value in mail.items():
    (folder / name.lower()).write_text(str(value) + "\n")
text, pdf = mail.iter_parts()
(folder / "text").write_text(text.get_content().replace("\r\n", "\n"))
(folder / "name").write_text(pdf.get_filename() + "\n")
(folder / "pdf").write_bytes(pdf.get_content())
