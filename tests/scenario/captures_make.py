"""captures_make.py: captures.pcap, captures-nano.pcap, captures.pcapng, dnstap.fstrm
and events.evtx, made of a plan: DAY_SECONDS, then NAME lines on standard input.
Each name is asked twice, 60 seconds apart, by 192.168.50.21; each file also holds
what must not count."""
import struct
import sys
import zlib

START = int(sys.argv[1])
PLAN = [line.strip() for line in sys.stdin if line.strip()]
ASKED = [(START + 60 * i, name) for i in range(2) for name in PLAN]


def question(name, flags=0x0100):
    labels = b"".join(bytes([len(l)]) + l.encode() for l in name.split("."))
    return struct.pack(">HHHHHH", 1, flags, 1, 0, 0, 0) + labels + b"\0\0\1\0\1"


def udp(payload, source, target):
    return struct.pack(">HHHH", source, target, 8 + len(payload), 0) + payload


def tcp(payload, target):
    return struct.pack(">HHIIBBHHH", 4000, target, 1, 1, 0x50, 0x18, 1000, 0, 0) + struct.pack(">H", len(payload)) + payload


def ethernet(payload, protocol=17):
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0)
    return b"\0" * 12 + b"\x08\0" + ip + bytes([192, 168, 50, 21, 192, 168, 50, 1]) + payload


def frames():
    for i, (at, name) in enumerate(ASKED):
        yield at, ethernet(udp(question(name), 4000, 53)) if i % 2 else ethernet(tcp(question(name), 53), 6)
        yield at, ethernet(udp(question(name, 0x8180), 53, 4000))
        yield at, ethernet(udp(question(name), 5353, 5353))


def pcap(path, magic, unit):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", magic, 2, 4, 0, 0, 65535, 1))
        for at, frame in frames():
            out.write(struct.pack("<IIII", at, unit // 2, len(frame), len(frame)) + frame)


def block(kind, body):
    body += b"\0" * (-len(body) % 4)
    size = len(body) + 12
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def pcapng(path):
    """if_tsresol: seconds by 10^-9."""
    with open(path, "wb") as out:
        out.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        out.write(block(1, struct.pack("<HHI", 1, 0, 65535) + struct.pack("<HHB3x", 9, 1, 9) + struct.pack("<HH", 0, 0)))
        for at, frame in frames():
            stamp = at * 10**9
            out.write(block(6, struct.pack("<IIIII", 0, stamp >> 32, stamp & 0xFFFFFFFF, len(frame), len(frame)) + frame))


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def control(kind, content=b""):
    body = struct.pack(">I", kind) + (struct.pack(">II", 1, len(content)) + content if content else b"")
    return struct.pack(">II", 0, len(body)) + body


def dnstap(path):
    with open(path, "wb") as out:
        out.write(control(2, b"protobuf:dnstap.Dnstap"))
        for at, name in ASKED:
            for kind in 5, 6, 3:  # CLIENT_QUERY, CLIENT_RESPONSE, RESOLVER_QUERY
                # of IPv4, over UDP; what is a fixed32 is written as one
                message = field(1, kind) + field(2, 1) + field(3, 1) + field(4, bytes([192, 168, 50, 21])) + field(6, 41005)
                message += field(8, at) + varint(9 << 3 | 5) + struct.pack("<I", 0) + field(10, question(name))
                frame = field(15, 1) + field(14, message)
                out.write(struct.pack(">I", len(frame)) + frame)
        out.write(control(3))


class Chunk:
    """64 KiB of an event log, its binary XML without templates."""

    def __init__(self):
        self.data = b""

    def here(self):
        return 512 + len(self.data)

    def name(self, text):
        code = 0
        for c in text:
            code = (code * 65599 + ord(c)) & 0xFFFFFFFF
        self.data += struct.pack("<I", self.here() + 4)
        self.data += struct.pack("<IHH", 0, code & 0xFFFF, len(text)) + text.encode("utf-16le") + b"\0\0"

    def patch(self, at, start):
        self.data = self.data[:at] + struct.pack("<I", len(self.data) - start) + self.data[at + 4 :]

    def value(self, text):
        self.data += b"\x05\x01" + struct.pack("<H", len(text)) + text.encode("utf-16le")

    def element(self, name, attributes=(), text=None, children=()):
        self.data += (b"\x41" if attributes else b"\x01") + b"\xff\xff"
        size_at = len(self.data)
        self.data += b"\0\0\0\0"
        start = len(self.data)
        self.name(name)
        if attributes:
            list_at = len(self.data)
            self.data += b"\0\0\0\0"
            for i, (key, value) in enumerate(attributes):
                self.data += b"\x06" if i == len(attributes) - 1 else b"\x46"
                self.name(key)
                self.value(value)
            self.patch(list_at, list_at + 4)
        self.data += b"\x02"
        if text is not None:
            self.value(text)
        for child in children:
            self.element(*child)
        self.data += b"\x04"
        self.patch(size_at, start)

    def record(self, number, at, provider, event, name):
        start = len(self.data)
        stamp = (at + 11644473600) * 10**7
        self.data += b"\x2a\x2a\0\0" + b"\0\0\0\0" + struct.pack("<QQ", number, stamp) + b"\x0f\1\1\0"
        zulu = __import__("time").strftime("%Y-%m-%dT%H:%M:%S.000000000Z", __import__("time").gmtime(at))
        self.element("Event", (), None, (
            ("System", (), None, (
                ("Provider", (("Name", provider),)),
                ("EventID", (), str(event)),
                ("TimeCreated", (("SystemTime", zulu),)),
            )),
            ("EventData", (), None, (("Data", (("Name", "QueryName"),), name),)),
        ))
        self.data += b"\0"
        size = len(self.data) - start + 4
        self.data = self.data[: start + 4] + struct.pack("<I", size) + self.data[start + 8 :] + struct.pack("<I", size)
        return start


def evtx(path):
    chunk, number, last = Chunk(), 0, 0
    for at, name in ASKED:
        for provider, event in (
            ("Microsoft-Windows-DNS-Client", 3006),
            ("Microsoft-Windows-DNS-Client", 3008),
            ("Microsoft-Windows-Kernel", 22),
        ):
            number += 1
            last = 512 + chunk.record(number, at, provider, event, name)
    data = chunk.data
    head = b"ElfChnk\0" + struct.pack("<QQQQIIII", 1, number, 1, number, 128, last, 512 + len(data), zlib.crc32(data)) + b"\0" * 68
    table = b"\0" * 384
    head += struct.pack("<I", zlib.crc32(head[:120] + table))
    body = (head + table + data).ljust(65536, b"\0")
    top = b"ElfFile\0" + struct.pack("<QQQIHHHH", 0, 0, number + 1, 128, 1, 3, 4096, 1) + b"\0" * 76 + struct.pack("<I", 0)
    top += struct.pack("<I", zlib.crc32(top[:120]))
    with open(path, "wb") as out:
        out.write(top.ljust(4096, b"\0") + body)


pcap("captures.pcap", 0xA1B2C3D4, 10**6)
pcap("captures-nano.pcap", 0xA1B23C4D, 10**9)
pcapng("captures.pcapng")
dnstap("dnstap.fstrm")
evtx("events.evtx")
