#!/usr/bin/python3
"""A mail server that keeps what it is given.

Usage: smtp_server.py KIND PORT CERTIFICATE KEY FOLDER
KIND: starttls (and nothing before it), tls (from the first byte), plain (no TLS).
FOLDER: N.eml, each mail; N.to, its envelope; log, each line that is received.
FOLDER/mode: take (if it is not there), refuse, cut or hang (after the last byte).
User ca, password "open sesame"."""
import asyncio
import logging
import pathlib
import signal
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

kind, port, certificate, key = sys.argv[1:5]
folder = pathlib.Path(sys.argv[5])
logging.basicConfig(filename=folder / "log", level=logging.INFO)


class Keeper:
    count = len(list(folder.glob("*.eml")))

    async def handle_DATA(self, server, session, envelope):
        mode = folder / "mode"
        mode = mode.read_text().strip() if mode.exists() else "take"
        if mode == "refuse":
            return "554 5.7.1 secret words about lanterne@sentiers.example"
        self.count += 1
        (folder / f"{self.count}.eml").write_bytes(envelope.original_content)
        (folder / f"{self.count}.to").write_text(
            " ".join([envelope.mail_from, *envelope.rcpt_tos]) + "\n")
        if mode == "cut":
            server.transport.abort()
        if mode == "hang":
            await asyncio.sleep(30)
        return "250 2.0.0 taken"


def authenticate(server, session, envelope, mechanism, data):
    good = LoginPassword(b"ca", b"open sesame")
    return AuthResult(success=data == good, handled=False)


options = {"authenticator": authenticate, "auth_required": True, "hostname": "127.0.0.1", "port": int(port),
           "auth_require_tls": kind == "starttls"}
if kind != "plain":
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    if kind == "tls":
        options["ssl_context"] = context
    else:
        options |= {"tls_context": context, "require_starttls": True}
Controller(Keeper(), **options).start()
(folder / "ready").write_text("")
signal.sigwait([signal.SIGTERM])
