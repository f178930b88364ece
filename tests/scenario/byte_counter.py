"""byte_counter.py LISTEN TO FILE: pass connections on, and write for each one
line: bytes up, bytes down.  Loopback only."""
import socket
import sys
import threading


def pump(source, sink, count, at):
    while True:
        try:
            data = source.recv(65536)
        except OSError:
            data = b""
        if not data:
            break
        count[at] += len(data)
        try:
            sink.sendall(data)
        except OSError:
            break
    try:
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client, to, path):
    server = socket.create_connection(("127.0.0.1", to))
    count = [0, 0]
    up = threading.Thread(target=pump, args=(client, server, count, 0))
    up.start()
    pump(server, client, count, 1)
    up.join()
    with open(path, "a", encoding="ascii") as out:
        out.write(f"{count[0]} {count[1]}\n")


def main():
    listen, to, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with socket.create_server(("127.0.0.1", listen)) as server:
        while True:
            client, _ = server.accept()
            threading.Thread(target=serve, args=(client, to, path), daemon=True).start()


main()
