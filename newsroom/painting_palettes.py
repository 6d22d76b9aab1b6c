"""The palettes of the demo covers: one for each category, so that a section is recognised by its colours."""

from newsroom.painting_shapes import Colour, Palette


def _palette(*codes: str) -> Palette:
    return Palette(*(_colour(code) for code in codes))


def _colour(code: str) -> Colour:
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


PALETTES = {
    "newsroom": _palette("23100f", "6e1a1e", "c9372c", "ef8a62", "f8cfae", "fbf1e2", "14364f", "e9b44c"),
    "technology": _palette("0a0d26", "1b2170", "3f5be0", "63b3f2", "bfe4fb", "f1f5fd", "ff9f45", "5ef0c6"),
    "harbour": _palette("101a2e", "23395b", "56668f", "d9827b", "f7b787", "fdecd3", "f25c3b", "ffd166"),
    "science": _palette("04182b", "0a3d5c", "1583a0", "6cc5c1", "c9ebdd", "f6f4e6", "ff7d54", "ffd27d"),
    "society": _palette("1a1233", "43286b", "8a4f9e", "e08aa4", "f8c9c0", "fff3ea", "2fb795", "ffc857"),
    "opinion": _palette("191913", "3f4427", "84813a", "d9b23c", "f3dc8c", "fbf5df", "c5392f", "2f5d62"),
}
