"""What is typed around a convening, by staff and by people in the room."""
