"""The live figures of the course, one function each: `from helpers.apps import magic`."""

from helpers.apps.magic import magic
from helpers.apps.predicted import predict

__all__ = ["magic", "predict"]
