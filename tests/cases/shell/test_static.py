"""Every file that a stylesheet or a page names is there."""

from pathlib import Path

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from pytest_django import Settings

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}


def test_the_manifest_storage_finds_every_file_that_the_stylesheets_name(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = STORAGES
    call_command("collectstatic", interactive=False, verbosity=0)
    paths = dict(ManifestStaticFilesStorage(location=str(tmp_path)).hashed_files)
    for name in (
        "vendor/dkfds/css/dkfds.min.css",
        "vendor/dkfds/img/all-svg-icons.svg",
        "cases/base.css",
        "cases/app.js",
        "cases/back.js",
        "cases/keep.js",
    ):
        assert (tmp_path / paths[name]).exists()
