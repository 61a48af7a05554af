"""Two locales and the installed packages go in; the packages to translate through come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipe.engines.choice import unknown_name
from translate_pipe.engines.packages import Package, missing_package, serves
from translate_pipe.locales import language_of, parse_locale

LONGEST_ROUTE = 3


@dataclass(frozen=True, slots=True)
class Route:
    """One package, or a chain in which each translates what the one before it wrote."""

    packages: tuple[Package, ...]

    @property
    def locales(self) -> tuple[str, ...]:
        """Every locale on the way, from source to target."""
        return (self.packages[0].source_locale, *(package.target_locale for package in self.packages))

    @property
    def is_direct(self) -> bool:
        """Tell whether one package does it."""
        return len(self.packages) == 1

    def has(self, name: str, most: int) -> bool:
        """Tell whether one of its packages answers to a name, and there are at most so many."""
        return len(self.packages) <= most and any(package.answers_to(name) for package in self.packages)

    @property
    def cost(self) -> tuple[int, int, int, tuple[str, ...]]:
        """What makes a route worse, weightiest first: models, pivots that are not English, bytes, names."""
        pivots = self.locales[1:-1]
        return (
            len(self.packages),
            sum(language_of(pivot) != "en" for pivot in pivots),
            sum(package.size for package in self.packages),
            tuple(package.name for package in self.packages),
        )


def find_routes(
    source_locale: str, target_locale: str, packages: Sequence[Package], *, named: str = ""
) -> tuple[Route, ...]:
    """Return every route of at most three packages between two locales, cheapest first.

    A package for the very locales is preferred to one for the bare languages, that to a pivot, and of two
    packages for one pair the first is used. With `named`, only routes with a package that answers to the name
    are returned, none of which is longer than the shortest that there is.
    """
    source, target = parse_locale(source_locale), parse_locale(target_locale)
    usable: dict[tuple[str, str], Package] = {}
    for package in sorted(packages, key=lambda one: not one.answers_to(named)):
        usable.setdefault(package.pair, package)
    found: list[tuple[int, Route]] = []

    def extend(chain: tuple[Package, ...]) -> None:
        fit = serves(chain[-1].target_locale, target)
        if fit is not None:
            found.append(((serves(chain[0].source_locale, source) or 0) + fit, Route(chain)))
            return
        if len(chain) == LONGEST_ROUTE:
            return
        seen = {package.source_locale for package in chain}
        for step in usable.values():
            if step.source_locale == chain[-1].target_locale and step.target_locale not in seen:
                extend((*chain, step))

    for package in usable.values():
        if serves(package.source_locale, source) is not None:
            extend((package,))
    found.sort(key=lambda one: (one[1].cost[0], one[0], one[1].cost))
    routes = tuple(route for _, route in found)
    return tuple(route for route in routes if route.has(named, len(routes[0].packages))) if named else routes


def find_route(
    source_locale: str, target_locale: str, packages: Sequence[Package], *, named: str = ""
) -> Route:
    """Return the cheapest route, with `named` the cheapest with a package that answers to the name.

    Raises:
        EngineError: there is none; it says which command installs one.
        UsageError: there is one, but no package on it answers to the name; it lists those there are.
    """
    routes = find_routes(source_locale, target_locale, packages, named=named)
    if routes:
        return routes[0]
    source, target = parse_locale(source_locale), parse_locale(target_locale)
    others = find_routes(source, target, packages) if named else ()
    if not others:
        raise missing_package(source, target)
    pairs = {
        step.pair
        for route in others
        if len(route.packages) == len(others[0].packages)
        for step in route.packages
    }
    raise unknown_name(named, source, target, [one for one in packages if one.pair in pairs])
