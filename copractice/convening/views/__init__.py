"""Pages of a convening: results and priorities for everybody, its life for staff, the room for voters."""
