"""Capture the synthetic sites into the study `websites_study`, with a real browser.

SYNTHETIC: every page was made up for the casestudy package.

The captures lie in the repository, so that notebooks need no browser. This makes them anew: the
site of 2024 first, the one of 2026 as a second capture of the same pages, then the other dealer.

    python synthetic/capture_sites.py FOLDER
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Collection
from pathlib import Path
from types import ModuleType

from casestudy import Provenance, new_study
from casestudy.importing.capturing import capture_pages
from casestudy.pages.capture_settings import CaptureSettings

HERE = Path(__file__).parent
MADE_UP = Provenance(kind="synthetic", generator="synthetic/site, captured by capture_sites.py")
NORDMOTOR_2024 = ("product", "service", "privacy")
NORDMOTOR = ("index", "product", "service", "delivery", "community", "privacy")
KONEKAUPPA = ("index", "moottori", "contact", "terms")


def the_server() -> ModuleType:
    """The module that serves the sites; this folder is no package."""
    spec = importlib.util.spec_from_file_location("serve_site", HERE / "serve_site.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(HERE / "serve_site.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def settings(place: str, hosts: tuple[str, ...]) -> CaptureSettings:
    """A narrow window, so that the pictures stay small, and the sites on this machine."""
    return CaptureSettings(
        viewport=(900, 700), delay=0.0, settle=2.0, resolve=dict.fromkeys(hosts, place)
    )


def capture_sites(folder: Path, *, only: Collection[str] = ()) -> Path:
    """Make the study in a new folder, of all pages or of some, and say where it is."""
    server = the_server()
    study = new_study(folder, title="Two invented marketplaces (synthetic)")
    runs = (
        ("2024", "Nordmotor", [f"http://nordmotor.example/{n}.html" for n in NORDMOTOR_2024]),
        ("2026", "Nordmotor", [f"http://nordmotor.example/{n}.html" for n in NORDMOTOR]),
        ("2026", "Konekauppa", [f"http://konekauppa.example/{n}.html" for n in KONEKAUPPA]),
    )
    for year, case, pages in runs:
        addresses = [page for page in pages if not only or Path(page).stem in only]
        with server.served(year) as place:
            report = capture_pages(
                study.folder,
                addresses,
                case=case,
                settings=settings(place, server.HOSTS),
                provenance=MADE_UP,
            )
        for failed in report.failed:
            print(f"{failed.address}: {failed.reason}", file=sys.stderr)
    return study.folder


if __name__ == "__main__":
    print(capture_sites(Path(sys.argv[1])))
