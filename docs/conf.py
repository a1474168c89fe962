"""How Sphinx builds the documentation."""

from importlib.metadata import version as version_of

project = "controlmap"
author = "controlmap developers"
copyright = "2026, controlmap developers"
version = release = version_of("controlmap")

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = "controlmap"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"
numpydoc_show_class_members = False

# References into what the reference documents are checked. Types of other libraries,
# and internal ones that show in a signature, cannot be: no inventory is fetched.
DOCUMENTED = r"controlmap\.(errors|domain\.(model|dataset|answer)|build)\b"
nitpick_ignore_regex = [("py:.*", rf"(?!{DOCUMENTED}).*")]
