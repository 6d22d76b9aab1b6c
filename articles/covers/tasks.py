"""The clocks of this room: read the time, call one deed."""
