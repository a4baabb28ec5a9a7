"""Pictures and files: where things stand on a page, in numbers, and the bytes that are sent."""
