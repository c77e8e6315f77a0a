"""The libraries that Stillwater runs on, for the credits page. Licences as each package states them."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

# package, name, what it does here, licence
_USED = (
    ("django", "Django", _("pages, accounts, database"), "BSD-3-Clause"),
    ("django-allauth", "django-allauth", _("sign-in, second step, passkeys"), "MIT"),
    ("fido2", "python-fido2", _("passkeys"), "BSD-2-Clause"),
    ("qrcode", "qrcode", _("the code for an authenticator app"), "BSD-3-Clause"),
    ("django-csp", "django-csp", _("what a page may load"), "BSD-3-Clause"),
    ("django-permissions-policy", "django-permissions-policy", _("what a page may ask of the device"), "MIT"),
    ("django-htmx", "django-htmx, htmx", _("parts of a page that change"), "MIT, 0BSD"),
    ("django-template-partials", "django-template-partials", _("parts of a page"), "MIT"),
    ("django-scopes", "django-scopes", _("the wall between clinics"), "Apache-2.0"),
    ("django-tasks", "django-tasks", _("work in the background"), "BSD-3-Clause"),
    ("django-tasks-db", "django-tasks-db", _("its queue"), "BSD-3-Clause"),
    ("dj-database-url", "dj-database-url", _("the database’s address"), "BSD-3-Clause"),
    ("pysqlite3", "pysqlite3, SQLite", _("the database"), _("zlib, public domain")),
    ("psycopg", "Psycopg", _("the larger database"), "LGPL-3.0"),
    ("tink", "Tink", _("sealing private words"), "Apache-2.0"),
    ("numpy", "NumPy", _("composing sound"), "BSD-3-Clause"),
    ("hibari-tts", "hibari, after Kokoro-82M", _("the voice of the guides"), "Apache-2.0"),
    ("onnxruntime", "ONNX Runtime", _("running the voice"), "MIT"),
    ("av", "PyAV, FFmpeg", _("encoding sound"), "BSD-3-Clause, GPL-2.0"),
    ("pillow", "Pillow", _("pictures of a place"), "MIT-CMU"),
    ("segno", "Segno", _("the QR code of a pass"), "BSD-3-Clause"),
    ("pyyaml", "PyYAML", _("reading protocols"), "MIT"),
    ("uuid6", "uuid6", _("ids that any device can make"), "MIT"),
    ("dnspython", "dnspython", _("looking for a token at a domain"), "ISC"),
    ("wagtail", "Wagtail", _("the channel’s editor"), "BSD-3-Clause"),
    ("rapidfuzz", "RapidFuzz", _("words that were typed wrong"), "MIT"),
    ("markdown-it-py", "markdown-it-py", _("reading the pages that come along"), "MIT"),
    ("uvicorn", "Uvicorn", _("serving"), "BSD-3-Clause"),
    ("httptools", "httptools", _("serving"), "MIT"),
    ("whitenoise", "WhiteNoise", _("serving files"), "MIT"),
)


@dataclass(frozen=True)
class Library:
    name: str
    version: str
    does: "StrOrPromise"
    licence: "StrOrPromise"


@lru_cache(maxsize=1)
def libraries() -> tuple[Library, ...]:
    """Each library that is installed, with the version that runs."""
    return tuple(
        Library(name, found, does, licence) for package, name, does, licence in _USED if (found := _version(package))
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
