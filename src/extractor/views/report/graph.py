"""Who speaks about whom, as a graph: laid out by NetworkX, drawn by the template, so that each node is a link."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import hypot, sqrt

from extractor.tables.lazy import optional

NODES, EDGES = 22, 44
"""The heaviest ones are drawn: more cannot be read."""

WIDTH, HEIGHT, MARGIN = 1000, 640, 75
NAME_WIDTH, NAME_HEIGHT = 130.0, 24.0
LARGEST = 22.0
"""Units of the drawing: its size with the room at its border, the room for a name, the radius of the largest node."""

ROUNDS = 200
"""How often neighbours are pushed apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An entity in the drawing; `weight` counts the statements of the edges that meet in it."""

    entity_id: str
    x: float
    y: float
    radius: float
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An arrow from the rim of a speaker's node to that of whom the statements are about."""

    source: str
    target: str
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    weight: int


def draw(edges: Counter[tuple[str, str]]) -> tuple[list[Node], list[Edge]]:
    """Places the ends of the heaviest edges; the same edges give the same drawing.

    Raises UsageError where NetworkX is not installed.
    """
    networkx = optional("networkx")
    kept: list[tuple[str, str, int]] = []
    ends: dict[str, int] = {}
    for (source, target), weight in sorted(edges.items(), key=lambda item: (-item[1], item[0])):
        if len(ends | {source: 0, target: 0}) > NODES:
            continue
        kept.append((source, target, weight))
        for end in (source, target):
            ends[end] = ends.get(end, 0) + weight
        if len(kept) == EDGES:
            break
    if not kept:
        return [], []
    graph = networkx.Graph()
    graph.add_nodes_from(ends)
    graph.add_edges_from((source, target) for source, target, _ in kept)
    # Pieces that nothing holds together would drift away from each other.
    pieces = sorted(networkx.connected_components(graph), key=lambda piece: (-len(piece), min(piece)))
    hubs = [max(piece, key=lambda one: (ends[one], one)) for piece in pieces]
    graph.add_edges_from((hubs[0], hub) for hub in hubs[1:])
    # A fixed seed, so that the same edges give the same drawing.
    start = networkx.spring_layout(graph, k=2.5 / sqrt(len(ends)), iterations=300, weight=None, seed=7)
    spread = {one: (float(place[0]), float(place[1])) for one, place in start.items()}
    heaviest = max(ends.values())
    radius = {one: 6 + (LARGEST - 6) * sqrt(weight / heaviest) for one, weight in ends.items()}
    places = _apart(_fit(spread), radius)
    most = kept[0][2]
    nodes = [
        Node(
            entity_id=one,
            x=round(places[one][0], 1),
            y=round(places[one][1], 1),
            radius=round(radius[one], 1),
            weight=ends[one],
        )
        for one in ends
    ]
    return nodes, [
        _edge(source, target, weight, places, radius, width=1 + 5 * sqrt(weight / most))
        for source, target, weight in kept
    ]


def _fit(places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The places spread over the whole of the drawing: half as they are, half evenly by their order, so that a knot in
    the middle opens."""
    across = _spread({one: x for one, (x, _) in places.items()})
    down = _spread({one: y for one, (_, y) in places.items()})
    return {
        one: (MARGIN + across[one] * (WIDTH - 2 * MARGIN), MARGIN / 2 + down[one] * (HEIGHT - 1.5 * MARGIN))
        for one in places
    }


def _spread(values: dict[str, float]) -> dict[str, float]:
    low, wide = min(values.values()), max(values.values()) - min(values.values()) or 1.0
    order = {one: rank for rank, one in enumerate(sorted(values, key=lambda one: (values[one], one)))}
    return {
        one: 0.5 * (value - low) / wide + 0.5 * order[one] / max(1, len(values) - 1) for one, value in values.items()
    }


def _apart(places: dict[str, tuple[float, float]], radius: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Pushes nodes apart that are so near that the name under one would meet the other, along the shorter way."""
    moved = {one: list(place) for one, place in places.items()}
    names = sorted(moved)
    for _ in range(ROUNDS):
        for number, one in enumerate(names):
            for other in names[number + 1 :]:
                dx, dy = moved[other][0] - moved[one][0], moved[other][1] - moved[one][1]
                near_x, near_y = NAME_WIDTH - abs(dx), radius[one] + radius[other] + NAME_HEIGHT - abs(dy)
                if near_x <= 0 or near_y <= 0:
                    continue
                axis, near, way = (0, near_x, dx) if near_x < near_y else (1, near_y, dy)
                push = near / 4 if way >= 0 else -near / 4
                moved[one][axis] -= push
                moved[other][axis] += push
        for one, place in moved.items():
            place[0] = min(max(place[0], MARGIN), WIDTH - MARGIN)
            place[1] = min(max(place[1], radius[one] + 4), HEIGHT - radius[one] - NAME_HEIGHT)
    return {one: (x, y) for one, (x, y) in moved.items()}


def _edge(
    source: str,
    target: str,
    weight: int,
    places: dict[str, tuple[float, float]],
    radius: dict[str, float],
    *,
    width: float,
) -> Edge:
    (x1, y1), (x2, y2) = places[source], places[target]
    length = hypot(x2 - x1, y2 - y1) or 1.0
    along_x, along_y = (x2 - x1) / length, (y2 - y1) / length
    # A little to the right of the straight line, so that the two directions of a pair stand side by side.
    aside_x, aside_y = -along_y * 4, along_x * 4
    return Edge(
        source=source,
        target=target,
        x1=round(x1 + along_x * radius[source] + aside_x, 1),
        y1=round(y1 + along_y * radius[source] + aside_y, 1),
        x2=round(x2 - along_x * (radius[target] + 7) + aside_x, 1),
        y2=round(y2 - along_y * (radius[target] + 7) + aside_y, 1),
        width=round(width, 1),
        weight=weight,
    )
