"""Geocoders in the manner of geopy: over a gazetteer file, or a service of the net.

The only modules that may reach the network, and that only if a service is named.
"""
