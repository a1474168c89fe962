"""Nominatim, GeoNames and Photon behind the same front, asked politely and once.

What a service answers is only candidates; which of them is meant, or none, is decided
as for a gazetteer. Answers are kept on the disk, so that an interrupted run goes on
where it stopped and asks nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from diskcache import Cache, JSONDisk
from geopy.exc import GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import GeoNames, Nominatim, Photon

from controlmap.domain.gazetteer import Gazetteer
from controlmap.domain.matching import Matcher
from controlmap.errors import GeocodingError
from controlmap.io.geocode.answers import READERS
from controlmap.io.geocode.front import ContextGeocoder
from controlmap.io.geocode.offline import NoNetwork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from controlmap.domain.matching import Match
    from controlmap.domain.model import Actor
    from controlmap.domain.rating import Context

_RETRIES = 3
_TIMEOUT_S = 20
_MOST = 20
"""Answers asked for: namesakes are many."""
SERVICES = ("nominatim", "geonames", "photon")


@dataclass(frozen=True, slots=True)
class Service:
    """A geocoding service, and how it is asked.

    Attributes
    ----------
    name : str
        ``nominatim``, ``geonames`` or ``photon``.
    user_agent : str
        Who asks; the services want to know the application.
    url : str
        Address of another server than the public one.
    username : str
        Account, which GeoNames wants.
    country : str
        Two-letter code of the country that is searched; empty for all.
    delay_s : float
        Least time between two questions; the public servers want a second.
    """

    name: str
    user_agent: str
    url: str = ""
    username: str = ""
    country: str = ""
    delay_s: float = 1.0


class ServiceGeocoder(ContextGeocoder):
    """A geocoder over a service of the net, with a cache that outlives the run.

    Parameters
    ----------
    service : Service
    cache : Path or str
        Folder that answers are kept in.
    actors : iterable of Actor
        Parties: their names are no places.
    """

    def __init__(
        self, service: Service, cache: Path | str, *, actors: Iterable[Actor] = ()
    ) -> None:
        super().__init__(adapter_factory=NoNetwork)
        self._service = service
        self._actors = tuple(actors)
        self._ask = RateLimiter(
            _question(service),
            min_delay_seconds=service.delay_s,
            error_wait_seconds=max(2 * service.delay_s, 0.1),
            max_retries=_RETRIES,
            swallow_exceptions=False,
        )
        self._read = READERS[service.name]
        self._cache = Cache(str(cache), disk=JSONDisk, eviction_policy="none")

    def match(self, name: str, context: Context | None = None) -> Match:
        """What a name means in a context: the entry and its score, or why none.

        Raises
        ------
        GeocodingError
            If the service does not answer; what it answered before is kept.
        """
        entries = [self._read(raw) for raw in self._answers(name)]
        return Matcher(Gazetteer(entries), self._actors).match(name, context)

    def close(self) -> None:
        """Close the cache."""
        self._cache.close()

    def _answers(self, name: str) -> list[dict[str, Any]]:
        """Raw answers to a name, from the cache if it has been asked before."""
        service = self._service
        key = [service.name, service.url, service.country, name]
        kept = self._cache.get(key)
        if kept is None:
            try:
                found = self._ask(name) or []
            except GeocoderServiceError as error:
                raise GeocodingError(
                    f"{service.name} does not answer for {name!r} ({error}); run it "
                    "again later, what has been answered is kept"
                ) from error
            kept = [each.raw for each in found]
            self._cache.set(key, kept)
        answers: list[dict[str, Any]] = kept
        return answers


def _question(service: Service) -> Callable[[str], Any]:
    """Asks a service for all it knows of a name.

    Raises
    ------
    GeocodingError
        If there is no such service, or it wants an account and none is given.
    """
    where = urlsplit(service.url)
    server = {"domain": where.netloc + where.path, "scheme": where.scheme}
    options: dict[str, Any] = {
        "user_agent": service.user_agent,
        "timeout": _TIMEOUT_S,
        **(server if service.url else {}),
    }
    country = service.country.lower() or None
    match service.name:
        case "nominatim":
            return _asking(
                Nominatim(**options).geocode,
                limit=_MOST,
                addressdetails=True,
                namedetails=True,
                country_codes=country,
            )
        case "geonames" if service.username:
            return _asking(
                GeoNames(service.username, **options).geocode, country=country
            )
        case "geonames":
            raise GeocodingError("geonames wants the name of an account; give one")
        case "photon":
            return _asking(Photon(**options).geocode, limit=_MOST)
        case other:
            raise GeocodingError(f"{other!r} is not one of {', '.join(SERVICES)}")


def _asking(geocode: Callable[..., Any], **options: Any) -> Callable[[str], Any]:  # noqa: ANN401 - each service has its own
    return lambda name: geocode(name, exactly_one=False, **options)
