"""The live figures of the course, one function each: `from helpers.apps import magic`."""

from helpers.apps.magic import magic
from helpers.apps.predicted import predict
from helpers.apps.slides import magic_slides

__all__ = ["magic", "magic_slides", "predict"]
