"""Files that people send, kept by key."""

from porter.core.config import settings
from porter.integrations.storage.base import FileMissing, Storage, StorageUnavailable
from porter.integrations.storage.local import LocalStorage
from porter.integrations.storage.pictures import MAX_BYTES, NotAPicture, Picture, PictureTooLarge, clean

__all__ = [
    "MAX_BYTES",
    "FileMissing",
    "LocalStorage",
    "NotAPicture",
    "Picture",
    "PictureTooLarge",
    "Storage",
    "StorageUnavailable",
    "clean",
    "storage",
]


def storage() -> Storage:
    """Where files lie: a folder of this machine until an object store is configured."""
    return LocalStorage(settings().storage_dir)
