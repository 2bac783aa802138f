"""The live service: students hand in and know at once, instructors see how it goes."""
