"""Notebooks run side by side, each in a clean kernel of its own.

A notebook that fails does not stop the others; what failed is quoted with notebook and cell.
Executed copies go below `.casestudy/`; the notebooks themselves are never written to.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casestudy.claims import Value
from casestudy.reproduce.recording import MIME

CELL_SECONDS = 600
"""A cell that runs longer than this is taken to hang."""
QUOTED_LINES = 12
"""Lines of a failing cell that are quoted."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookRun:
    """One executed notebook: what it computed, and how it failed if it did."""

    name: str
    seconds: float
    claims: dict[str, Value] = field(default_factory=dict)
    error: str = ""


def run_notebooks(
    paths: Sequence[Path],
    *,
    executed: Path,
    jobs: int = 2,
    on_progress: Progress = lambda _: None,
) -> list[NotebookRun]:
    """Run notebooks from clean kernels, several at a time.

    Parameters
    ----------
    paths : sequence of path
        The notebooks.
    executed : path
        Folder for the executed copies.
    jobs : int
        How many run at the same time.
    on_progress : function of str
        Called with a notebook's name when it is done.

    Returns
    -------
    list of NotebookRun
        In the order of the paths.
    """
    executed.mkdir(parents=True, exist_ok=True)
    return asyncio.run(_run_all(paths, executed, jobs, on_progress))


async def _run_all(
    paths: Sequence[Path], executed: Path, jobs: int, on_progress: Progress
) -> list[NotebookRun]:
    gate = asyncio.Semaphore(max(1, jobs))

    async def run(path: Path) -> NotebookRun:
        async with gate:
            done = await _run(path, executed)
        on_progress(path.name)
        return done

    return list(await asyncio.gather(*(run(path) for path in paths)))


async def _run(path: Path, executed: Path) -> NotebookRun:
    import nbformat

    start = time.perf_counter()
    try:
        notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as error:
        sentence = f"{path.name}: not a notebook: {error}"
        return NotebookRun(name=path.name, seconds=0.0, error=sentence)
    _forget_outputs(notebook)
    failure = await _executed(notebook, path)
    nbformat.write(notebook, executed / path.name)  # type: ignore[no-untyped-call]
    claims, clash = _claims(notebook)
    if clash and not failure:
        failure = f"{path.name}: two different values were recorded for {clash!r}"
    return NotebookRun(
        name=path.name, seconds=time.perf_counter() - start, claims=claims, error=failure
    )


def _forget_outputs(notebook: Any) -> None:
    """Clear what an earlier run left: a stored value must never pass for a computed one."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


async def _executed(notebook: Any, path: Path) -> str:
    """Run a notebook in place, and say how it failed ("" if it did not)."""
    from nbclient.exceptions import CellExecutionError

    reached: list[int] = []
    with tempfile.TemporaryDirectory(prefix="cs") as private:
        client = _client(notebook, path, Path(private))
        client.on_cell_execute = lambda cell_index, **_: reached.append(cell_index)
        try:
            # the client shuts down only kernels that it made itself, unless told
            await client.async_execute(env=_environment(), cleanup_kc=True)
        except CellExecutionError as error:
            return _quoted(path, notebook, reached, f"{error.ename}: {error.evalue}")
        except Exception as error:  # a notebook that fails in any way must not stop the others
            return _quoted(path, notebook, reached, str(error) or type(error).__name__)
    return ""


def _client(notebook: Any, path: Path, private: Path) -> Any:
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    manager = AsyncKernelManager(kernel_name="python3")
    manager.connection_file = str(private / "kernel.json")
    if os.name == "posix":
        # TCP ports are picked before they are bound, so two kernels may get the same one; a socket
        # file in a folder of the kernel's own cannot clash
        manager.transport = "ipc"
        manager.ip = str(private / "k")
    return NotebookClient(
        notebook,
        km=manager,
        timeout=CELL_SECONDS,
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,  # widgets may hold interview text, which must not leak into files
        record_timing=False,
    )


def _environment() -> dict[str, str]:
    """What a kernel needs for the same output in every run."""
    fixed = {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "0",
        "TZ": "UTC",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    return {**os.environ, **fixed}


def _quoted(path: Path, notebook: Any, reached: list[int], failure: str) -> str:
    """What failed, with the last cell that was reached: its number among code cells, its source."""
    if not reached:
        return f"{path.name}: {failure}"
    cells = notebook.cells[: reached[-1] + 1]
    number = sum(cell.cell_type == "code" for cell in cells)
    lines = cells[-1].source.splitlines()[:QUOTED_LINES]
    source = "\n".join(f"    {line}" for line in lines)
    return f"{path.name}, code cell {number}: {failure}\n{source}"


def _claims(notebook: Any) -> tuple[dict[str, Value], str]:
    """Values recorded in a notebook's outputs, and the id for which two differ ("" if none)."""
    claims: dict[str, Value] = {}
    clash = ""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            recorded = output.get("data", {}).get(MIME)
            if recorded is None:
                continue
            name, value = str(recorded["id"]), recorded["value"]
            if name in claims and claims[name] != value:
                clash = name
            claims[name] = value
    return claims, clash
