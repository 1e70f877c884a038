"""Where an element of a page stands: its XPath, as readers and searches of pages both write it.

A path counts elements of one name among the children of one element, in the tree that an HTML5
parser makes. Elements of drawings (SVG) and formulas have no plain name in XPath, so a step to one
is written ``*[local-name()='svg'][1]``. What a `template` holds, and a page written out inside an
`iframe`, follow after the step of that element.
"""

from __future__ import annotations

from selectolax.lexbor import LexborNode

FOREIGN = frozenset(("svg", "math"))
"""Elements with which a drawing or a formula begins."""
MAX_DEPTH = 500
"""Elements inside one another down to which each has a path of its own; real pages stay under a
hundred, and paths of made-up ones would fill the memory."""
DRAWN = "*[local-name()="
HTML_AGAIN = "*[local-name()='foreignObject']"
ROOT_PATH = "/html[1]"


def step_below(above: str, tag: str, number: int) -> str:
    """The path of an element, given that of the element above it.

    Examples
    --------
    >>> step_below("/html[1]/body[1]", "svg", 2)
    "/html[1]/body[1]/*[local-name()='svg'][2]"
    >>> step_below("/html[1]/body[1]/p[3]", "b", 1)
    '/html[1]/body[1]/p[3]/b[1]'
    """
    if tag in FOREIGN or ("*" in above and _is_drawn(above)):
        tag = f"*[local-name()='{tag}']"
    return f"{above}/{tag}[{number}]"


def path_of_node(node: LexborNode, known: dict[int, str]) -> str:
    """The XPath of an element, found by climbing.

    Parameters
    ----------
    node : LexborNode
        An element.
    known : dict of int to str
        Paths by `mem_id`; what is found on the way is added. It must hold the root, and for each
        piece of a template the path of the template.
    """
    waiting: list[LexborNode] = []
    at: LexborNode | None = node
    while at is not None and at.mem_id not in known:
        waiting.append(at)
        at = at.parent
    path = known[at.mem_id] if at is not None else ROOT_PATH
    depth = path.count("/")
    for below in reversed(waiting):
        depth += 1
        if depth <= MAX_DEPTH:
            path = step_below(path, below.tag or "", _number(below))
        known[below.mem_id] = path
    return path


def _number(node: LexborNode) -> int:
    """Which of its kind an element is among its siblings, from 1."""
    number, tag, at = 1, node.tag_id, node.prev
    while at is not None:
        number += at.tag_id == tag
        at = at.prev
    return number


def _is_drawn(path: str) -> bool:
    """Whether what stands in the element of a path belongs to a drawing or formula."""
    last = path.rpartition("/")[2]
    return last.startswith(DRAWN) and not last.startswith(HTML_AGAIN)
