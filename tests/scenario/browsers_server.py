# browsers_server.py: pages for browsers_real.sh.  Every host gets the same small
# page; "/go-away" is redirected (302) to elsewhere.example on the same port.
# Usage: browsers_server.py PORT_FILE [CERTIFICATE_AND_KEY]
import http.server
import os
import ssl
import sys

PAGE = b"<!doctype html><title>page</title><p>page"


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/go-away":
            self.send_response(302)
            self.send_header("Location", self.server.away)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
server.away = f"http://elsewhere.example:{server.server_port}/"
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.away = "https://elsewhere.example/"
with open(sys.argv[1] + ".new", "w") as file:
    file.write(str(server.server_port))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
