"""Files by key: what goes in comes out, and no key leaves the folder."""

from pathlib import Path

import pytest

from porter.core.config import settings
from porter.integrations.storage import FileMissing, LocalStorage, StorageUnavailable, storage


async def test_what_goes_in_comes_out_and_the_same_key_replaces(tmp_path: Path) -> None:
    store = LocalStorage(tmp_path)
    await store.put("proofs/one/a1.jpg", b"first")
    await store.put("proofs/one/a1.jpg", b"second")
    assert await store.get("proofs/one/a1.jpg") == b"second"
    assert [path.name for path in (tmp_path / "proofs" / "one").iterdir()] == ["a1.jpg"]


async def test_a_deleted_file_is_missing_and_deleting_again_is_no_error(tmp_path: Path) -> None:
    store = LocalStorage(tmp_path)
    await store.put("proofs/a1.jpg", b"x")
    await store.delete("proofs/a1.jpg")
    await store.delete("proofs/a1.jpg")
    with pytest.raises(FileMissing):
        await store.get("proofs/a1.jpg")


@pytest.mark.parametrize(
    "key", ["../a.jpg", "/etc/passwd", "a/../b.jpg", "a//b.jpg", "A.jpg", "a", "", "a/.b.jpg", "a.jpg\n"]
)
async def test_no_key_leaves_the_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        await LocalStorage(tmp_path).put(key, b"x")


async def test_a_folder_that_cannot_be_written_is_said_to_be_unavailable(tmp_path: Path) -> None:
    (tmp_path / "proofs").write_text("a file where a folder should be")
    with pytest.raises(StorageUnavailable):
        await LocalStorage(tmp_path).put("proofs/a1.jpg", b"x")


async def test_the_folder_is_the_one_of_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORTER_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    await storage().put("a1.jpg", b"x")
    assert (tmp_path / "files" / "a1.jpg").read_bytes() == b"x"
