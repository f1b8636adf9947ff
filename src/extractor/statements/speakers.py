"""Where installations made before `extractor.speakers` look for the component `extractor_speakers`."""

from extractor.speakers.component import create_speakers

__all__ = ["create_speakers"]
