"""Cases for other systems: Open311 GeoReport v2 with the updates that mySociety added. Nothing here asks for a session."""
