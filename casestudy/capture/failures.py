"""Why a page could not be captured, in a sentence that says what to do."""

from __future__ import annotations

import re


class PageFailed(Exception):
    """A page that was not captured; the others go on.

    Parameters
    ----------
    reason : str
        What happened and what to do.
    retry_after : float
        Seconds after which the server wants to be asked again; 0 if it did not say.
    """

    def __init__(self, reason: str, *, retry_after: float = 0.0) -> None:
        self.reason = reason
        self.retry_after = retry_after
        super().__init__(reason)


ERROR = re.compile(r"net::(ERR_[A-Z0-9_]+)")

SENTENCES = {
    "ERR_NAME_NOT_RESOLVED": "its host is not known; check the spelling and the connection",
    "ERR_CONNECTION_REFUSED": "nobody answers at this address; check the port, or try again later",
    "ERR_CONNECTION_TIMED_OUT": "the server does not answer; try again later",
    "ERR_CONNECTION_RESET": "the server broke off; try again later",
    "ERR_CONNECTION_CLOSED": "the server broke off; try again later",
    "ERR_EMPTY_RESPONSE": "the server sent nothing; try again later",
    "ERR_TUNNEL_CONNECTION_FAILED": "the server cannot be reached; try again later",
    "ERR_TOO_MANY_REDIRECTS": "the site goes round in circles of redirects; "
    "open it in a browser and take the address that stands there in the end",
    "ERR_INVALID_REDIRECT": "the site sends on to something that is no address",
    "ERR_UNSAFE_REDIRECT": "the site sends on to a file of this machine, which is not followed",
    "ERR_INVALID_RESPONSE": "the server speaks no HTTP at this address",
    "ERR_INVALID_HTTP_RESPONSE": "the server speaks no HTTP at this address",
    "ERR_CONTENT_LENGTH_MISMATCH": "the server broke off in the middle; try again later",
    "ERR_INCOMPLETE_CHUNKED_ENCODING": "the server broke off in the middle; try again later",
    "ERR_ABORTED": "the page is none that a browser shows: it has no content or is a file to keep",
    "ERR_UNSAFE_PORT": "browsers refuse this port",
}

CERTIFICATE = (
    "the certificate of the server is not valid ({code}), so that nobody can say whose page it "
    "is; it is not captured"
)
STATUSES = {
    401: "asks for a name and password; pages behind a log-in are not captured",
    403: "is refused by the server; it may shut out programs: save the page from a browser "
    "and import the file",
    404: "does not exist (any more)",
    407: "asks for the password of a proxy",
    410: "was taken away for good",
    429: "was asked for too often; try again later, with a longer delay",
    451: "is withheld for legal reasons",
    503: "is not served at present; try again later",
}


def sentence_of(message: str) -> str:
    """What a browser's error means."""
    found = ERROR.search(message)
    if not found:
        first = message.strip().splitlines()[0] if message.strip() else "no reason given"
        return f"the browser failed: {first[:200]}"
    code = found.group(1)
    if code.startswith(("ERR_CERT_", "ERR_SSL_", "ERR_BAD_SSL")):
        return CERTIFICATE.format(code=code)
    return SENTENCES.get(code, f"the browser could not load it ({code})")


def sentence_of_status(status: int, reason: str, *, retry_after: float = 0.0) -> str:
    """What an answer of 400 and more means.

    Examples
    --------
    >>> sentence_of_status(404, "Not Found")
    'answered 404 Not Found: does not exist (any more)'
    """
    told = STATUSES.get(status)
    if told is None:
        told = "the server is at fault; try again later" if status >= 500 else "it is refused"
    wish = f"; it wants to be asked again in {retry_after:.0f} seconds" if retry_after else ""
    return f"answered {status} {reason}".rstrip() + f": {told}{wish}"
