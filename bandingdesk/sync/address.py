"""Where a shared store is: `postgresql://LOGIN@HOST:PORT/DATABASE?ca=FILE`, without any secret.

The server shows a certificate of the council's own authority (FILE), or no connection is made. Two places do without:
a socket of this computer, and the loopback where the address says `tls=none`, for trials.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

SCHEMES = ("postgresql", "postgres")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORT = 5432


class AddressError(InvalidError):
    """The text is no address of a shared store: WHAT is wrong with it."""

    code = "SY-20"
    message = QT_TRANSLATE_NOOP("errors", "This is not the address of a shared store: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent and nothing was changed.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Write it as your administrator gave it: postgresql://name@server:5432/store?ca=council-ca.pem."
    )


class Address(NamedTuple):
    """A shared store's place and the login that goes there. HOST may be the folder of a socket; `ca` a file."""

    host: str
    port: int
    database: str
    login: str
    ca: str | None = None
    tls: bool = True

    @property
    def is_socket(self) -> bool:
        """Whether it is a socket of this computer."""
        return self.host.startswith("/")

    def text(self) -> str:
        """Return the address as people write it; `parse` reads it back."""
        asked = {"host": self.host} if self.is_socket else {}
        asked |= {"ca": self.ca} if self.ca else {}
        asked |= {} if self.tls or self.is_socket else {"tls": "none"}
        host = f"[{self.host}]" if ":" in self.host else self.host
        place = f":{self.port}" if self.is_socket else f"{host}:{self.port}"
        query = f"?{urlencode(asked)}" if asked else ""
        return f"postgresql://{quote(self.login, safe='')}@{place}/{quote(self.database, safe='')}{query}"


def is_address(text: str) -> bool:
    """Return whether TEXT means a server and not a file."""
    return text.partition("://")[0] in SCHEMES and "://" in text


def parse(text: str) -> Address:
    """Read an address. Raises AddressError, for a password in it too: a secret has no place in a setting."""
    try:
        parts = urlsplit(text)
        port = parts.port or PORT
    except ValueError:
        raise AddressError(what="it cannot be read") from None
    if parts.scheme not in SCHEMES:
        raise AddressError(what="it does not begin with postgresql://")
    if parts.password is not None:
        raise AddressError(what="it holds a password, which is asked for and never written down")
    asked = dict(parse_qsl(parts.query))
    host = asked.pop("host", None) or parts.hostname or ""
    ca, tls = asked.pop("ca", None), asked.pop("tls", "verify-full")
    if asked:
        raise AddressError(what=f"{sorted(asked)[0]!r} is not known here")
    login, database = unquote(parts.username or ""), unquote(parts.path.lstrip("/"))
    if not host or not login or not database:
        raise AddressError(what="server, login and name of the store are needed")
    if tls not in ("verify-full", "none"):
        raise AddressError(what="tls is verify-full, and nothing weaker")
    if tls == "none" and host not in LOOPBACK:
        raise AddressError(what="without TLS only this computer itself can be reached")
    is_bare = host.startswith("/") or tls == "none"
    if not is_bare and not ca:
        raise AddressError(what="the file with the council's certificate is missing (ca=FILE)")
    return Address(host, port, database, login, str(Path(ca).expanduser()) if ca else None, tls=not is_bare)
