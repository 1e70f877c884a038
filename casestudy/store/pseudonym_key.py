"""The file that holds the key to the pseudonyms: readable by its owner alone, never in git.

The file is TOML, so that it can be read in thirty years; with a passphrase the TOML is encrypted
(Fernet, the key derived by scrypt) and stands as one text in another TOML file. A key that cannot
be read tells the place of the fault and never a name.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit

from casestudy.errors import BadFile
from casestudy.pseudonym_key import Pseudonym, PseudonymKey
from casestudy.pseudonym_label import LABEL_OF_KIND, LABEL_RULE, is_label
from casestudy.store.layout import KEY_FILE
from casestudy.store.private_files import keep_out_of_git, write_privately
from casestudy.store.toml_file import TomlFile

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SALT_BYTES = 16
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**15, 8, 1
"""Cost of one guess at the passphrase: 32 MB and about a tenth of a second."""

MOST_SCRYPT_N = 2**20
"""The greatest cost that is read: a file from a stranger must not fill the memory."""

METHOD = "fernet-scrypt"
_HEAD = (
    "The key to the pseudonyms of this study. Whoever has it can undo every replacement.\n"
    "Keep it apart from what you publish or share."
)
_ENTRY = {"label": object, "kind": object, "originals": object, "common_word": object}
"""Keys of an entry. Their values are checked here, since no error may show a name."""


def read_key(path: Path | str, passphrase: str | None = None) -> PseudonymKey:
    """The key to the pseudonyms, from its file.

    Parameters
    ----------
    path : path
        The file, or the study folder that holds `pseudonyms.key.toml`.
    passphrase : str, optional
        What the file was encrypted with; nothing for a file that is not encrypted.

    Raises
    ------
    BadFile
        If the file is missing or not sound, or the passphrase does not open it.
    ImportError
        If the file is encrypted and `cryptography` is not installed.
    """
    path = key_path(path)
    file = TomlFile(path)
    file.only_tables("pseudonym", "encrypted")
    if "encrypted" not in file.data:
        if passphrase is not None:
            raise file.fault("is not encrypted; leave out the passphrase, or write it with one")
        entries = list(file.entries("pseudonym", keys=_ENTRY))
        return _key(path, entries, [file.line("pseudonym", n) for n in range(len(entries))])
    if passphrase is None:
        raise file.fault("is encrypted; give its passphrase", "encrypted")
    if "pseudonym" in file.data:
        raise file.fault("holds entries beside an encrypted key; keep one of the two", "pseudonym")
    inner = tomllib.loads(_decrypted(file, passphrase))
    return _key(path, inner.get("pseudonym", []), [])


def write_key(key: PseudonymKey, path: Path | str, passphrase: str | None = None) -> Path:
    """Write the key to its file, readable by its owner alone, and keep it out of git.

    Parameters
    ----------
    key : PseudonymKey
        What to write; what the file held before is replaced.
    path : path
        The file, or the study folder in which it is called `pseudonyms.key.toml`.
    passphrase : str, optional
        Encrypts the file. Nobody can read it without; there is no way to recover it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ValueError
        If the passphrase is empty.
    BadFile
        If the file is encrypted and no passphrase is given.
    ImportError
        If there is a passphrase and `cryptography` is not installed.

    Notes
    -----
    The name of the file is added to the `.gitignore` of its study, or of its git repository, before
    the key is written. A file that git already follows stays followed. Windows has no file modes:
    there the folder's own rights decide who can read it.
    """
    path = key_path(path)
    if passphrase is not None and not passphrase:
        raise ValueError("the passphrase is empty; give one, or None to write the key readable")
    if passphrase is None and is_encrypted(path):
        raise BadFile(path, "is encrypted; give a passphrase, or delete it to write it readable")
    content = _document(key)
    if passphrase is not None:
        content = _encrypted(content, passphrase)
    keep_out_of_git(path)
    write_privately(path, content.encode("utf-8"))
    return path


def is_encrypted(path: Path | str) -> bool:
    """Whether a key needs a passphrase; not if there is none yet."""
    path = key_path(path)
    return path.exists() and "encrypted" in TomlFile(path).data


def key_path(path: Path | str) -> Path:
    """The file of the key: the path itself, or the usual name in a folder."""
    given = Path(path)
    return given / KEY_FILE if given.is_dir() else given


def _key(path: Path, entries: list[Any], lines: list[int]) -> PseudonymKey:
    """The key of some parsed entries; a fault is told by the line, without values."""
    made = []
    for number, entry in enumerate(entries):
        line = lines[number] if number < len(lines) else 0
        if fault := _fault(entry):
            raise BadFile(path, f"entry {number + 1}: {fault}", line=line)
        try:
            made.append(Pseudonym(**entry | {"originals": tuple(entry["originals"])}))
        except ValueError as error:
            raise BadFile(path, f"entry {number + 1}: {error}", line=line) from None
    try:
        return PseudonymKey(tuple(made))
    except ValueError as error:
        raise BadFile(path, str(error)) from None


def _fault(entry: Any) -> str:
    """What is wrong with an entry, told without its values; empty if nothing is."""
    if not isinstance(entry, dict) or not entry.keys() <= _ENTRY.keys():
        return f"must be a table of {', '.join(_ENTRY)}"
    if not isinstance(entry.get("label"), str) or not is_label(entry["label"]):
        return f"'label' is not a label: {LABEL_RULE}"
    if entry.get("kind") not in [*LABEL_OF_KIND]:
        return f"'kind' is not known; allowed are {', '.join(LABEL_OF_KIND)}"
    forms = entry.get("originals")
    if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
        return "'originals' must be a list of texts"
    if not isinstance(entry.get("common_word", False), bool):
        return "'common_word' must be true or false"
    return ""


def _document(key: PseudonymKey) -> str:
    """The key as TOML."""
    document = tomlkit.document()
    for line in _HEAD.splitlines():
        document.add(tomlkit.comment(line))
    entries = tomlkit.aot()
    for entry in key:
        table = tomlkit.table()
        table.update({"label": entry.label, "kind": entry.kind, "originals": [*entry.originals]})
        if entry.common_word:
            table["common_word"] = True
        entries.append(table)
    if len(key):
        document.add("pseudonym", entries)
    return tomlkit.dumps(document)


def _encrypted(content: str, passphrase: str) -> str:
    salt = secrets.token_bytes(SALT_BYTES)
    cipher = _cipher(passphrase, salt, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P)
    table = tomlkit.table()
    table.update(
        {
            "method": METHOD,
            "salt": base64.b64encode(salt).decode("ascii"),
            "n": SCRYPT_N,
            "r": SCRYPT_R,
            "p": SCRYPT_P,
            "token": cipher.encrypt(content.encode("utf-8")).decode("ascii"),
        }
    )
    document = tomlkit.document()
    for line in _HEAD.splitlines():
        document.add(tomlkit.comment(line))
    document.add("encrypted", table)
    return tomlkit.dumps(document)


def _decrypted(file: TomlFile, passphrase: str) -> str:
    kinds = {"method": str, "salt": str, "token": str, "n": int, "r": int, "p": int}
    entry = file.table("encrypted", keys=kinds, required=tuple(kinds))
    if entry["method"] != METHOD:
        raise file.fault(f"this version reads keys encrypted by {METHOD} only", "encrypted")
    try:
        salt = base64.b64decode(entry["salt"], validate=True)
    except binascii.Error:
        raise file.fault("the salt is damaged; take the file from a backup", "encrypted") from None
    n, r, p = entry["n"], entry["r"], entry["p"]
    if not (
        1 < n <= MOST_SCRYPT_N and n & (n - 1) == 0 and 0 < r <= SCRYPT_R and 0 < p <= SCRYPT_R
    ):
        raise file.fault("the cost of the encryption is out of range", "encrypted")
    cipher = _cipher(passphrase, salt, n=n, r=r, p=p)
    from cryptography.fernet import InvalidToken

    try:
        return cipher.decrypt(entry["token"].encode("ascii")).decode("utf-8")
    except (InvalidToken, UnicodeEncodeError):
        raise file.fault(
            "the passphrase does not open it, or the file is damaged; try the passphrase again, "
            "or take the file from a backup",
            "encrypted",
        ) from None


def _cipher(passphrase: str, salt: bytes, *, n: int, r: int, p: int) -> Fernet:
    try:
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    except ImportError:
        raise ImportError(
            "a key with a passphrase needs cryptography, which is not installed; "
            "run: pip install 'casestudy[pseudonyms]'"
        ) from None
    derived = Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(passphrase.encode("utf-8"))
    return Fernet(base64.urlsafe_b64encode(derived))
