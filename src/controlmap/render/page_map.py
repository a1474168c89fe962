"""The folium map that stands in a page of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
from folium.template import Template

if TYPE_CHECKING:
    from collections.abc import Mapping

RIGHT_TO_LEFT = frozenset({"ar"})


class PageMap(folium.Map):
    """A folium map without links, inline styles, or a ban on zooming the page.

    It has no view before its timeline gives it one.
    """

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}
                role="region" aria-label={{ this.words["map"]|tojson }}></div>
        {% endmacro %}

        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = window.{{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                ...{{ this.options|tojavascript }},
                ...((isCalm) => ({ zoomAnimation: !isCalm, fadeAnimation: !isCalm, inertia: !isCalm }))(
                    matchMedia("(prefers-reduced-motion: reduce)").matches)
            });
            {{ this.get_name() }}.attributionControl.setPrefix(
                '<a href="https://leafletjs.com" target="_blank" rel="noopener noreferrer">Leaflet</a>'
            );
            L.control.zoom({{ this.zoom_options|tojavascript }}).addTo({{ this.get_name() }});
            L.control.scale({{ this.scale_options|tojavascript }}).addTo({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, view: Mapping[str, Any]) -> None:
        super().__init__(
            tiles=None,
            zoom_control=False,
            zoom_snap=0.25,
            zoom_delta=0.5,
            wheel_px_per_zoom_level=120,
            max_zoom=15,
        )
        del self.options["zoom"]  # the timeline fits the view to the room it finds
        self.default_js = []
        self.default_css = []
        self._id = "page"
        is_rtl = view["language"] in RIGHT_TO_LEFT
        self.words = view["messages"]
        self.zoom_options = {
            "position": "topleft" if is_rtl else "topright",
            "zoom_in_title": self.words["zoom_in"],
            "zoom_out_title": self.words["zoom_out"],
        }
        self.scale_options = {
            "position": "bottomright" if is_rtl else "bottomleft",
            "imperial": False,
        }
