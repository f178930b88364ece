"""hostile_proxy.py PORT BEHIND CERTIFICATE KEY MODE_FILE AUTHORITY_KEY

A collector that has turned bad: it has the authority's own certificate, hands
every call on to the true one at BEHIND, and spoils the answer as the word in
MODE_FILE says.  MODE_FILE.log gets a line for each request.
"""
import http.client
import json
import ssl
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, behind = int(sys.argv[1]), int(sys.argv[2])
certificate, key, mode_file, authority = sys.argv[3:7]


def hand_on(request, body):
    context = ssl._create_unverified_context()
    there = http.client.HTTPSConnection("127.0.0.1", behind, context=context)
    names = ("Authorization", "Content-Type", "If-None-Match")
    headers = {n: request.headers[n] for n in names if request.headers[n]}
    there.request(request.command, request.path, body or None, headers)
    reply = there.getresponse()
    return reply.status, reply.read(), reply.headers.get("Content-Type", "")


def other_record(body):
    """The same record but for one digit of its closing, signed as well."""
    document = json.loads(body)
    record = json.loads(document["record"])
    record["closes_at"] += 86400
    text = json.dumps(record, separators=(",", ":"))
    document["record"] = text
    document["signature"] = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", authority], input=text.encode(),
        capture_output=True, check=True).stdout.hex()
    return json.dumps(document).encode()


def refusal(code):
    return json.dumps({"code": code, "sentence": "non \x1b[2Jmerci"}).encode()


# word -> what of (status, body, type) becomes what
SPOILED = {
    "oversized": lambda s, b, t: (200, b"[" + b"0," * (3 << 20) + b"0]", t),
    "html": lambda s, b, t: (200, b"<html><body>Portail captif</body></html>", "text/html"),
    "not-json": lambda s, b, t: (200, b"{\"record\": \"abc", t),
    "empty": lambda s, b, t: (200, b"", t),
    "twice": lambda s, b, t: (200, b[:-1] + b"," + b[1:], t),
    "deep": lambda s, b, t: (200, b"[" * 60000, t),
    "nul": lambda s, b, t: (200, b.replace(b"period", b"per\\u0000iod"), t),
    "wrong-types": lambda s, b, t: (200, b'{"record":1,"signature":[],"response":{}}', t),
    "unsigned": lambda s, b, t: (200, b.replace(b'"signature":"30', b'"signature":"31'), t),
    "failed": lambda s, b, t: (500, refusal("failed"), t),
    "busy": lambda s, b, t: (503, refusal("busy"), t),
    "unknown": lambda s, b, t: (418, refusal("teapot"), t),
    "conflict": lambda s, b, t: (409, refusal("conflict"), t),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *unused):
        pass

    def version_string(self):
        return "collector"

    def date_time_string(self, timestamp=None):
        late = 13 * 3600 if self.mode == "skewed" else 0
        return super().date_time_string(time.time() + late)

    def answer(self):
        with open(mode_file, encoding="ascii") as file:
            self.mode, _, where = file.read().strip().partition(" ")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        named = "named" if self.headers["Authorization"] else "anonymous"
        with open(mode_file + ".log", "a", encoding="ascii") as log:
            log.write(f"{named} {self.command} {self.path}\n")
        status, body, kind = hand_on(self, body)
        if where and where not in f"{named} {self.path}":
            self.mode = "pass"
        if self.mode == "other-record" and status == 200:
            body = other_record(body)
        if self.mode == "redirect":
            self.send_response(307)
            self.send_header("Location", f"https://127.0.0.1:{port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.mode in SPOILED:
            status, body, kind = SPOILED[self.mode](status, body, kind)
        self.send_response(status)
        if self.mode == "headers":
            for i in range(20000):
                self.send_header(f"X-{i}", "x" * 100)
        self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(body) + (self.mode == "cut")))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.mode == "drip":
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(1)
        self.wfile.write(body)
        self.close_connection = True

    do_GET = do_POST = do_DELETE = answer


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.minimum_version = ssl.TLSVersion.TLSv1_3
context.load_cert_chain(certificate, key)
server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
server.daemon_threads = True
server.handle_error = lambda *unused: None
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
