"""Static files with their digest in the name, pressed once: small ones as far as it goes, large ones quickly."""

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

LARGE = 100_000  # bytes; above, the last percents cost seconds a file
QUICK, FULL = 6, 11


class QuickCompressor(Compressor):
    """Brotli at full strength takes a second and a half a megabyte; packages bring many."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """The pressed bytes."""
        return bytes(brotli.compress(data, quality=QUICK if len(data) > LARGE else FULL))


class PressedFiles(CompressedManifestStaticFilesStorage):
    """Presses only what pages ask for: the names with a digest. Maps for debuggers stay as they are.

    Modules name one another by their digests too. By its plain name a module that a page asks for by its digest would
    run a second time, and for a while after an upgrade an old one would meet a new one.
    """

    support_js_module_import_aggregation = True

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Ours, which knows which files are worth it."""
        skipped = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return QuickCompressor(**{**kwargs, "extensions": skipped})

    def compress_files(self, paths: set[str]) -> Any:
        """The names with a digest among ``paths``, pressed."""
        hashed = set(self.hashed_files.values())
        return super().compress_files({path for path in paths if path in hashed})
