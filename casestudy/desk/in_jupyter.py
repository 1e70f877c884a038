"""The desk opened in Jupyter from the command line, without anybody writing a cell.

A notebook with the one cell is put below `.casestudy/`, Jupyter is started on the study, and the
cell is run in the notebook's own kernel before the browser opens. So the notebook comes up with the
desk in it, and what is done there is logged as ever. For a study that may only be read, the
notebook lies in a temporary folder, which goes with the desk.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from casestudy.codings import check_coder
from casestudy.store import layout

START_WITHIN = 180.0
"""Seconds that Jupyter and a kernel may take to start."""
END_WITHIN = 60.0
"""Seconds that Jupyter may take to stop its kernels before it is killed."""
MODULES = {"lab": "jupyterlab", "notebook": "notebook"}
"""Programs that show notebooks, and the modules that start them."""
NO_UPDATES = "jupyterlab.NeverCheckForUpdate"


@dataclass(slots=True)
class RunningDesk:
    """A Jupyter server with the desk in a notebook.

    Parameters
    ----------
    address : str
        What to open in a browser; it holds the token, so it is for nobody else.
    notebook : Path
        The notebook.
    server : Popen
        The server; `end` stops it.
    temporary : Path, optional
        A folder that `end` removes.
    """

    address: str
    notebook: Path
    server: subprocess.Popen[bytes]
    temporary: Path | None = None

    def wait(self) -> None:
        """Wait until the server ends."""
        self.server.wait()

    def end(self) -> None:
        """Stop the server and its kernels."""
        _end(self.server, self.temporary)


def desk_in_jupyter(
    study: Path,
    *,
    coder: str,
    source: str = "",
    app: str = "lab",
    on_progress: Callable[[str], None] = lambda _: None,
) -> RunningDesk:
    """Start Jupyter on a study, with the desk of a coder in an open notebook.

    Parameters
    ----------
    study : path
        The study folder.
    coder : str
        Who codes.
    source : str
        The source to begin with; the first one if empty.
    app : {"lab", "notebook"}
        JupyterLab, or Notebook 7 where it is installed.
    on_progress : function of str
        Called with words on what is being waited for.

    Raises
    ------
    ValueError
        If the coder's name is not allowed or the program is not known.
    RuntimeError
        If Jupyter, its kernel or the desk does not start, with what it said.
    """
    check_coder(coder)
    if app not in MODULES:
        raise ValueError(f"program {app!r} is not known; allowed are {', '.join(MODULES)}")
    temporary = _temporary_for(study)
    root = temporary or study
    notebook = root / layout.DERIVED / "desk" / f"{coder}.ipynb"
    cell = _cell(coder, source, study=temporary and study)
    _write(notebook, cell, [])
    path = notebook.relative_to(root).as_posix()
    token, port = secrets.token_urlsafe(24), _free_port()
    on_progress("starting Jupyter")
    server = _started(root, app, port, token)
    try:
        _wait_for_server(port, token, server, root)
        on_progress("starting a kernel")
        kernel = _session(port, token, path)
        on_progress("laying out the desk")
        _write(notebook, cell, _outputs(kernel, cell))
    except BaseException:
        _end(server, temporary)
        raise
    tree = {"lab": "lab/tree", "notebook": "notebooks"}[app]
    address = f"http://127.0.0.1:{port}/{tree}/{path}?token={token}"
    return RunningDesk(address, notebook, server, temporary)


def _temporary_for(study: Path) -> Path | None:
    """A folder for the notebook of a study in which nothing may be written, else None."""
    place = study / layout.DERIVED / "desk"
    while not place.exists() and place != study:
        place = place.parent
    if os.access(place, os.W_OK):
        return None
    return Path(tempfile.mkdtemp(prefix="casestudy-desk-"))


def _cell(coder: str, source: str, *, study: Path | None) -> str:
    """The cell; it names the study if the notebook does not lie in it."""
    named = f", source={source!r}" if source else ""
    place = repr(str(study)) if study else ""
    return (
        "from casestudy import CodingDesk, open_study\n\n"
        f"desk = CodingDesk(open_study({place}), coder={coder!r}{named})\ndesk"
    )


def _write(path: Path, cell: str, outputs: list[Any]) -> None:
    """Write the notebook and sign it: of one that nobody vouches for, Jupyter shows no widget."""
    import nbformat
    from nbformat import sign

    new: Any = nbformat.v4
    made = new.new_notebook(
        cells=[new.new_code_cell(cell, id="desk", outputs=outputs, execution_count=1)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)  # type: ignore[no-untyped-call]
    notary: Any = sign
    notary.NotebookNotary().sign(made)


def _started(root: Path, app: str, port: int, token: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "casestudy.desk.jupyter_server", MODULES[app],
        "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}",
        "--ContentsManager.allow_hidden=True",
    ]  # fmt: skip
    if app == "lab":  # it would ask elsewhere for news and newer versions
        command += ["--LabApp.news_url=", "--LabApp.check_for_updates_class=" + NO_UPDATES]
    if hasattr(os, "getuid") and os.getuid() == 0:
        command.append("--allow-root")
    secret = {**os.environ, "JUPYTER_TOKEN": token}  # on the command line others could read it
    log = (root / layout.DERIVED / "desk" / "jupyter.log").open("wb")
    with log:
        # in a session of its own: Ctrl C is for the command, which then ends the server
        return subprocess.Popen(  # noqa: S603
            command, cwd=root, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT,
            env=secret, start_new_session=True,
        )  # fmt: skip


def _end(server: subprocess.Popen[bytes], temporary: Path | None) -> None:
    """Tell the server to end, and its kernels with it; closing its input says the same."""
    if server.stdin is not None:
        server.stdin.close()
    server.terminate()
    try:
        server.wait(END_WITHIN)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    if temporary is not None:
        shutil.rmtree(temporary, ignore_errors=True)


def _wait_for_server(port: int, token: str, server: subprocess.Popen[bytes], root: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            _asked(port, token, "GET", "/api/status")
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
    log = root / layout.DERIVED / "desk" / "jupyter.log"
    said = log.read_text("utf-8", "replace").strip().splitlines()
    raise RuntimeError(
        f"Jupyter did not start; the last that it said is: {said[-1] if said else 'nothing'}"
    )


def _session(port: int, token: str, path: str) -> str:
    """Begin a session for the notebook, as opening it would; the id of its kernel."""
    wanted = {"name": path, "path": path, "type": "notebook", "kernel": {"name": "python3"}}
    answer = json.loads(_asked(port, token, "POST", "/api/sessions", json.dumps(wanted)))
    return str(answer["kernel"]["id"])


def _asked(port: int, token: str, method: str, path: str, body: str | None = None) -> bytes:
    """What the server answers; it is on this computer."""
    server = HTTPConnection("127.0.0.1", port, timeout=START_WITHIN)
    head = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    try:
        server.request(method, path, body=body, headers=head)
        answer = server.getresponse()
        content = answer.read()
    finally:
        server.close()
    if answer.status >= 400:
        raise HTTPException(f"{method} {path}: {answer.status} {answer.reason}")
    return content


def _outputs(kernel: str, cell: str) -> list[Any]:
    """Run the cell in the kernel; what a notebook keeps of that."""
    from jupyter_client.blocking.client import BlockingKernelClient
    from jupyter_core.paths import jupyter_runtime_dir

    client = BlockingKernelClient(
        connection_file=str(Path(jupyter_runtime_dir()) / f"kernel-{kernel}.json")
    )
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=START_WITHIN)
        outputs: list[Any] = []
        client.execute_interactive(
            cell, timeout=START_WITHIN, output_hook=lambda m: _keep(m, outputs)
        )
    finally:
        client.stop_channels()
    return outputs


def _keep(message: dict[str, Any], outputs: list[Any]) -> None:
    import nbformat

    if message["msg_type"] == "error":
        raise RuntimeError(f"the desk cannot be laid out: {message['content']['evalue']}")
    if message["msg_type"] in ("execute_result", "display_data"):
        outputs.append(nbformat.v4.output_from_msg(message))  # type: ignore[no-untyped-call]


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])
