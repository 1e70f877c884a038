"""A scheme as a map: its codes as nodes, its relations as arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from casestudy.codebook import Codebook
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text

if TYPE_CHECKING:
    import networkx as nx

Edge = tuple[str, str, str, str]
"""Origin, target, kind and status of one arrow."""

LAYOUTS = ("sequence", "cycle", "radial", "tree")
"""A path of steps; a ring of steps; spokes on one hub; anything else, drawn in layers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptMap:
    """Nodes and arrows of one scheme.

    Parameters
    ----------
    title : str
        Title of the scheme.
    nodes, names : tuple of str
        Ids and names of the codes; along the path for a sequence or cycle, else codebook order.
    levels : tuple of int
        Steps from where the map begins: 0 for a hub, a root or a first step.
    edges : tuple of (origin, target, kind, status)
        Arrows; kind is "affects", "part_of" or "leads_to"; status "published", "inference" or ""
        where nothing is cited.
    layout : {"sequence", "cycle", "radial", "tree"}
        The shape that the edges have.
    """

    title: str
    nodes: tuple[str, ...]
    names: tuple[str, ...]
    levels: tuple[int, ...]
    edges: tuple[tuple[str, str, str, str], ...]
    layout: str
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row an arrow: origin, origin_name, target, target_name, kind, status, provenance."""
        name = dict(zip(self.nodes, self.names, strict=True))
        frame = pd.DataFrame(
            self.edges, columns=["origin", "target", "kind", "status"], dtype="str"
        )
        frame.insert(1, "origin_name", frame["origin"].map(name).astype("str"))
        frame.insert(3, "target_name", frame["target"].map(name).astype("str"))
        return frame.assign(provenance=kinds(self.provenance)).astype({"provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


def concept_map(codebook: Codebook) -> ConceptMap:
    """Which codes of a scheme affect, belong to or follow which.

    Parameters
    ----------
    codebook : Codebook
        A scheme with relations; without any, each code is drawn as a part of its parent.

    Returns
    -------
    ConceptMap
        The codes that a relation names, or all codes if the scheme has no relations. The layout
        follows from the arrows: a path or ring of "leads_to" is a sequence or cycle, arrows that
        all share one end are radial, and so are codes without any arrow (round the title);
        all else is a tree.

    Raises
    ------
    ValueError
        If the scheme has no codes.

    Notes
    -----
    An arrow says that a work draws or states the link, or that we infer it; notes count the
    inferences. It is not a measured effect and has no strength.

    Examples
    --------
    >>> from casestudy.codebook import Code, Relation
    >>> steps = Codebook(id="steps", title="Steps", codes=(
    ...     Code(id="ask", name="ask"), Code(id="analyse", name="analyse")),
    ...     relations=(Relation(origin="ask", target="analyse", kind="leads_to"),))
    >>> found = concept_map(steps)
    >>> found.layout, found.nodes, found.levels
    ('sequence', ('ask', 'analyse'), (0, 1))
    """
    if not codebook.codes:
        raise ValueError(f"codebook {codebook.id!r} has no codes to map; add [[code]] entries")
    edges = _relation_edges(codebook) if codebook.relations else _parent_edges(codebook)
    ends = {end for origin, target, *_ in edges for end in (origin, target)}
    drawn = [code.id for code in codebook if code.id in ends or not codebook.relations]
    layout = _layout(edges, drawn)
    steps = _spokes(edges, drawn) if edges and layout == "radial" else _steps(edges, drawn)
    in_order = sorted(drawn, key=steps.__getitem__) if layout in ("sequence", "cycle") else drawn
    return ConceptMap(
        title=codebook.title or codebook.id,
        nodes=tuple(in_order),
        names=tuple(codebook[node].name for node in in_order),
        levels=tuple(steps[node] for node in in_order),
        edges=edges,
        layout=layout,
        notes=_notes(codebook, edges, n_drawn=len(drawn)),
        provenance=(codebook.provenance,),
    )


def _relation_edges(codebook: Codebook) -> tuple[Edge, ...]:
    """One arrow a relation."""
    return tuple(
        (link.origin, link.target, link.kind, link.source.status if link.source else "")
        for link in codebook.relations
    )


def _parent_edges(codebook: Codebook) -> tuple[Edge, ...]:
    """One arrow from each code to its parent, with the status of the code's own citation."""
    return tuple(
        (code.id, code.parent, "part_of", code.source.status if code.source else "")
        for code in codebook
        if code.parent
    )


def _graph(edges: Sequence[Edge], nodes: Sequence[str]) -> nx.DiGraph:
    """The arrows as a directed graph; the order of the nodes is that of the scheme."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((origin, target) for origin, target, *_ in edges)
    return graph


def _layout(edges: Sequence[Edge], nodes: Sequence[str]) -> str:
    """The shape that the arrows have."""
    graph = _graph(edges, nodes)
    if edges and all(kind == "leads_to" for _, _, kind, _ in edges) and _is_one_line(graph):
        return "sequence" if graph.number_of_edges() < len(nodes) else "cycle"
    origins, targets = {edge[0] for edge in edges}, {edge[1] for edge in edges}
    all_touched = not edges or origins | targets == set(nodes)
    return "radial" if all_touched and min(len(origins), len(targets)) <= 1 else "tree"


def _is_one_line(graph: nx.DiGraph) -> bool:
    """Whether each node has at most one arrow in and one out, and all hang together."""
    import networkx as nx

    degrees = [*dict(graph.in_degree).values(), *dict(graph.out_degree).values()]
    return max(degrees) <= 1 and bool(nx.is_weakly_connected(graph))


def _spokes(edges: Sequence[Edge], nodes: Sequence[str]) -> dict[str, int]:
    """For each node of a radial map: 0 for the hub that all arrows share, else 1."""
    targets = {target for _, target, *_ in edges}
    hub = edges[0][1] if len(targets) == 1 else edges[0][0]
    return {node: int(node != hub) for node in nodes}


def _steps(edges: Sequence[Edge], nodes: Sequence[str]) -> dict[str, int]:
    """For each node the fewest steps from where the map begins.

    A map begins where no arrow leads to, if it has steps ("leads_to"), and otherwise at the
    wholes and effects that no arrow leaves. A ring begins at the first code of the scheme.
    """
    import networkx as nx

    graph = _graph(edges, nodes)
    if not any(kind == "leads_to" for _, _, kind, _ in edges):
        graph = graph.reverse()
    begins = {node for node in nodes if graph.in_degree(node) == 0} or {nodes[0]}
    found: dict[str, int] = nx.multi_source_dijkstra_path_length(graph, begins)
    return {node: int(found.get(node, 0)) for node in nodes}


def _notes(codebook: Codebook, edges: Sequence[Edge], *, n_drawn: int) -> tuple[str, ...]:
    """What the arrows rest on, and what is not drawn."""
    notes = []
    n_inferred = sum(status == "inference" for *_, status in edges)
    if n_inferred:
        notes.append(f"Arrows that are inferences of ours: {n_inferred} of {len(edges)}.")
    n_uncited = sum(status == "" for *_, status in edges)
    if n_uncited:
        notes.append(f"Arrows that cite no work: {n_uncited} of {len(edges)}.")
    if edges and not codebook.relations:
        notes.append("The arrows are the parents of the codes; the scheme states no relations.")
    if n_drawn < len(codebook):
        notes.append(f"Codes without an arrow, which are not drawn: {len(codebook) - n_drawn}.")
    return tuple(notes)
