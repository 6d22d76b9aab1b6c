"""The surroundings of a test run, set before Django reads its settings: own database, own files, own server."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
os.environ["VAR_DIR"] = str(FOLDER)
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["NEWSROOM_URL"] = "http://testserver"
os.environ["NEWSROOM_NAME"] = "潮声新闻室"
os.environ["EMAIL_URL"] = "memory:"
os.environ["DEBUG"] = "0"
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{FOLDER / 'newsroom.sqlite3'}"
os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL") or f"unix://{FOLDER / 'valkey.sock'}"
for name in ("NEWSROOM_LANGUAGE", "NEWSROOM_TIME_ZONE", "CACHE_URL", "ALLOWED_HOSTS", "MEDIA_ROOT", "STATIC_ROOT"):
    os.environ.pop(name, None)
